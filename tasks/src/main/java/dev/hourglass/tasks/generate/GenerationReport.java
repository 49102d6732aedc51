package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.picture.ImageGrid;
import dev.hourglass.tasks.picture.Png;
import dev.hourglass.tasks.picture.Thumbnails;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import dev.hourglass.tasks.report.PictureMap;
import java.util.List;
import java.util.Optional;

/**
 * A page that shows what a model makes: samples, walks, and a map of the latent space one can
 * click. It needs nothing but itself, no script and no server.
 *
 * @param autoencoder whose samples are pictures
 * @param trainedOn the data's name
 * @param className what a conditional model is told on walks and map; its first class where empty
 * @param data whose codes are shown on the map and lie in its plane; the prior's plane where empty
 */
public record GenerationReport(
    Autoencoder autoencoder, String trainedOn, Optional<String> className, Optional<Dataset> data) {
  private static final int SAMPLE_COLUMNS = 16;
  private static final int WALKS = 6;
  private static final int STEPS = 11;
  private static final int PICTURE_SIDE = 56;
  private static final int MAP_PICTURE_SIDE = 64;

  /** Fewer codes than this span no plane. */
  private static final int FEWEST = 3;

  /**
   * Refuses what cannot be drawn.
   *
   * @throws IllegalArgumentException if samples are no pictures, or there are too few data
   * @throws IllegalStateException if there is neither a prior nor data
   */
  public GenerationReport {
    SampleShape shape = autoencoder.blueprint().shape();
    if (!shape.isImage()) {
      throw new IllegalArgumentException(
          "a page shows pictures, but a sample here has %s; write a .csv or .npy instead"
              .formatted(shape));
    }
    if (data.isEmpty()) {
      Generation.requirePrior(autoencoder);
    } else if (data.get().size() < FEWEST) {
      throw new IllegalArgumentException(
          "%s: has %d samples, whose codes span no plane; give at least %d"
              .formatted(data.get().source(), data.get().size(), FEWEST));
    }
  }

  /**
   * The page.
   *
   * @param samples {@code [count, features]}, drawn as somebody asked for
   * @param drawn how, in words
   * @param seed of the walks
   */
  public String html(Tensor samples, String drawn, long seed) {
    Autoencoder told =
        autoencoder
            .blueprint()
            .condition()
            .map(known -> autoencoder.given(className.orElse(known.classes().getFirst())))
            .orElse(autoencoder);
    String as =
        autoencoder
            .blueprint()
            .condition()
            .map(known -> ", as class " + className.orElse(known.classes().getFirst()))
            .orElse("");
    Page page =
        new Page(
            "What the model makes",
            "%,d new samples, walks, and a map of the latent space: choose a point and see what the"
                    .formatted(samples.rows())
                + " decoder makes of it.",
            "");
    map(page, told, as);
    page.add(
        "samples",
        "Samples",
        "New samples",
        Html.text("Drawn %s; not chosen.".formatted(drawn)),
        strip(samples, SAMPLE_COLUMNS, "new samples"));
    walks(page, told, as, seed);
    return page.html(footer(seed));
  }

  private void map(Page page, Autoencoder told, String as) {
    Optional<Tensor> codes = data.map(given -> autoencoder.encode(given));
    CodePlane plane =
        codes
            .map(each -> CodePlane.ofCodes(told, each, data.orElseThrow().source()))
            .orElseGet(() -> CodePlane.ofPrior(told));
    SampleShape shape = told.blueprint().shape();
    Tensor decoded = told.decode(plane.grid(PictureMap.SIDE));
    page.add(
        "map",
        "Map",
        "A map to click",
        "The map is %s%s. %s Click a point, or walk with the arrow keys: its code is decoded on the side. Numbers are deviations from the middle."
            .formatted(
                Html.text(plane.meaning()),
                Html.text(as),
                codes.isPresent() ? "Dots are codes of the data." : ""),
        pictures(decoded, shape)
            .html(
                codes
                    .map(each -> dots(plane.places(each)))
                    .orElse(new PictureMap.Dots(new float[0][], new int[0], List.of()))));
  }

  private static PictureMap pictures(Tensor decoded, SampleShape shape) {
    Thumbnails thumbnails = Thumbnails.of(shape, MAP_PICTURE_SIDE);
    SampleShape small = thumbnails.shape();
    ImageGrid grid = new ImageGrid(small, PictureMap.SIDE, 0, 1, 0, 1);
    return new PictureMap(
        Png.of(grid.draw(thumbnails.of(decoded))).dataUri(),
        small.width(),
        small.height(),
        Generation.DEVIATIONS);
  }

  private PictureMap.Dots dots(float[][] places) {
    return data.flatMap(Dataset::labels)
        .filter(labels -> labels.classes() <= Palette.labels())
        .map(labels -> new PictureMap.Dots(places, labels.values(), labels.names()))
        .orElseGet(() -> new PictureMap.Dots(places, new int[places.length], List.of()));
  }

  private void walks(Page page, Autoencoder told, String as, long seed) {
    boolean prior = data.isEmpty();
    Tensor walks =
        prior
            ? Generation.priorInterpolations(told, WALKS, STEPS, seed)
            : Generation.with(told)
                .interpolations(
                    data.orElseThrow().subset(Generation.pairs(data.orElseThrow(), WALKS, seed)),
                    STEPS);
    page.add(
        "walks",
        "Walks",
        "Walks",
        Html.text(
            "Straight lines through the latent space between %s%s; each row is one, decoded step by step."
                .formatted(
                    prior ? "two codes drawn from the prior" : "two samples of the data", as)),
        strip(walks, STEPS, "walks through the latent space"));
  }

  private String strip(Tensor samples, int columns, String alt) {
    SampleShape shape = autoencoder.blueprint().shape();
    int scale = Math.clamp(PICTURE_SIDE / Math.max(shape.width(), shape.height()), 1, 8);
    ImageGrid grid = new ImageGrid(shape, columns, 4, scale, 0, 1);
    return "<figure class=\"many\"><img class=\"%s\" style=\"max-width:720px\" alt=\"%s\" src=\"%s\"/></figure>"
        .formatted(scale > 1 ? "crisp" : "smooth", alt, Png.of(grid.draw(samples)).dataUri());
  }

  private String footer(long seed) {
    StringBuilder html = new StringBuilder("<h2>How this was made</h2><dl>");
    entry(html, "network", autoencoder.blueprint().summary());
    entry(html, "trained on", trainedOn);
    data.ifPresent(given -> entry(html, "codes of", given.source()));
    entry(html, "seed", Long.toString(seed));
    entry(html, "version", "Hourglass " + Version.current());
    return html.append("</dl>").toString();
  }

  private static void entry(StringBuilder html, String name, String value) {
    html.append("<dt>%s</dt><dd>%s</dd>".formatted(Html.text(name), Html.text(value)));
  }
}
