package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.base.WholeFile;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.picture.ImageGrid;
import dev.hourglass.tasks.picture.Png;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import dev.hourglass.tasks.report.TradeOffChart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What a compressed file of images is worth, as one HTML page: bytes against quality beside PCA and
 * JPEG, and what comes back beside what went in.
 *
 * @param file that was made
 * @param model it was made with
 * @param raw what went in
 * @param curves bytes against quality
 */
public record CompressionReport(
    CompressedFile file, ModelFile.Model model, RawData.Array raw, RateDistortion curves) {
  private static final int PICTURES = 14;

  /** Writes the page to a file, whole or not at all. */
  public void write(Path out) {
    WholeFile.write(out, html().getBytes(StandardCharsets.UTF_8));
  }

  /** The page. */
  public String html() {
    double bytes = (double) (file.bytes() - file.modelBytes()) / file.items();
    Page page =
        new Page(
            "What %s costs".formatted(raw.samples().name()),
            "%s images of %s, %s bytes each as they were; the model is counted apart."
                .formatted(
                    NumberText.whole(file.items()),
                    raw.samples().shape(),
                    NumberText.whole(raw.samples().shape().features())),
            "<div class=\"short\"><h2>In short</h2><ul>%s</ul></div>".formatted(inShort(bytes)));
    page.add(
        "rate",
        "Bytes and quality",
        "How good a picture is for its bytes",
        "Means over %s pictures, each measured by itself; bytes are all told but the model. PCA’s"
                .formatted(NumberText.whole(curves.samples()))
            + " components are fitted on these very pictures, and rounded and coded as the model’s"
            + " codes are. JPEG is a file for each picture, as the JDK writes it; without its"
            + " header no program reads it, but an archive of many could share one.",
        chart("Peak signal-to-noise ratio over bytes", "PSNR, dB", RateDistortion.Point::psnr)
            + chart("Structural similarity over bytes", "SSIM", RateDistortion.Point::ssim));
    if (!file.isLossless() && isDrawable()) {
      page.add(
          "pictures",
          "Pictures",
          "What went in, and what comes back",
          "Above as it was, below as it comes back from %s bytes."
              .formatted(NumberText.significant(bytes)),
          pictures());
    }
    page.add("table", "Figures", "The figures of the curves", "", table());
    return page.html(
        "<p>%s, model %s.</p>"
            .formatted(
                Html.text(String.valueOf(file.file().getFileName())),
                Html.text(model.autoencoder().blueprint().summary())));
  }

  private String inShort(double bytes) {
    StringBuilder items = new StringBuilder();
    file.quality()
        .psnr()
        .ifPresentOrElse(
            psnr ->
                items.append(
                    "<li>A picture takes <b>%s bytes</b> and comes back with <b>%s dB</b>.</li>"
                        .formatted(NumberText.significant(bytes), NumberText.decimals(psnr, 1))),
            () ->
                items.append(
                    "<li>A picture takes <b>%s bytes</b> and comes back exactly.</li>"
                        .formatted(NumberText.significant(bytes))));
    file.quality()
        .psnr()
        .ifPresent(
            psnr -> {
              for (RateDistortion.Curve other :
                  curves.curves().subList(1, curves.curves().size())) {
                items
                    .append("<li>")
                    .append(Html.text(compared(other, bytes, psnr)))
                    .append("</li>");
              }
            });
    return items.toString();
  }

  /** What another way has for as many bytes, and what it needs for as good a picture. */
  private static String compared(RateDistortion.Curve other, double bytes, double psnr) {
    OptionalDouble same = psnrAt(other, bytes);
    Optional<RateDistortion.Point> asGood =
        other.points().stream().filter(point -> point.psnr() >= psnr).findFirst();
    String now =
        same.isPresent()
            ? NumberText.decimals(same.getAsDouble(), 1) + " dB in as many bytes"
            : other.points().getFirst().bytes() > bytes
                ? "takes %s bytes at least"
                    .formatted(NumberText.significant(other.points().getFirst().bytes()))
                : "spends %s bytes at most, for %s dB"
                    .formatted(
                        NumberText.significant(other.points().getLast().bytes()),
                        NumberText.decimals(other.points().getLast().psnr(), 1));
    return "%s: %s; %s."
        .formatted(
            other.name(),
            now,
            asGood
                .map(
                    point ->
                        "as good a picture in %s bytes"
                            .formatted(NumberText.significant(point.bytes())))
                .orElse("as good a picture at no size"));
  }

  /** A curve between its points; nothing beyond its ends. */
  private static OptionalDouble psnrAt(RateDistortion.Curve curve, double bytes) {
    List<RateDistortion.Point> points = curve.points();
    for (int i = 1; i < points.size(); i++) {
      RateDistortion.Point low = points.get(i - 1);
      RateDistortion.Point high = points.get(i);
      if (low.bytes() <= bytes && bytes <= high.bytes()) {
        double share =
            high.bytes() == low.bytes() ? 1 : (bytes - low.bytes()) / (high.bytes() - low.bytes());
        return OptionalDouble.of(low.psnr() + share * (high.psnr() - low.psnr()));
      }
    }
    return OptionalDouble.empty();
  }

  private String chart(String title, String yName, ToDoubleFunction<RateDistortion.Point> quality) {
    List<TradeOffChart.Line> lines = new ArrayList<>();
    for (int i = 0; i < curves.curves().size(); i++) {
      RateDistortion.Curve curve = curves.curves().get(i);
      lines.add(
          new TradeOffChart.Line(
              curve.name(),
              i == 0 ? Palette.model(0) : Palette.baseline(i - 1),
              curve.points().stream()
                  .map(p -> new TradeOffChart.Point(p.bytes(), quality.applyAsDouble(p)))
                  .toList()));
    }
    return new TradeOffChart(title, "bytes a picture", yName, lines).svg();
  }

  private boolean isDrawable() {
    int channels = raw.samples().shape().channels();
    return channels == 1 || channels == 3;
  }

  private String pictures() {
    int count = Math.min(PICTURES, file.itemsOf(0));
    float[][] rows = new float[2 * count][];
    SampleNumbers numbers = file.header().numbers();
    Tensor back = model.autoencoder().decode(file.codes(0));
    int[] nearest = new int[back.columns()];
    for (int i = 0; i < count; i++) {
      rows[i] = raw.samples().row(i);
      float[] shown = back.row(i);
      if (numbers.areWhole()) {
        numbers.nearest(model.preparation(), shown, nearest);
        for (int f = 0; f < nearest.length; f++) {
          shown[f] = (float) nearest[f] / numbers.most();
        }
      }
      rows[count + i] = shown;
    }
    return "<img alt=\"pictures before and after\" src=\"%s\">"
        .formatted(
            Png.of(ImageGrid.of(raw.samples().shape(), count).draw(Tensor.copyOf(rows))).dataUri());
  }

  private String table() {
    StringBuilder html =
        new StringBuilder(
            "<table><thead><tr><th></th><th class=\"n\">bytes</th><th class=\"n\">PSNR, dB</th><th"
                + " class=\"n\">SSIM</th></tr></thead><tbody>");
    for (RateDistortion.Curve curve : curves.curves()) {
      for (RateDistortion.Point point : curve.points()) {
        html.append(
            "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td></tr>"
                .formatted(
                    Html.text(curve.name()),
                    NumberText.decimals(point.bytes(), 1),
                    NumberText.decimals(point.psnr(), 2),
                    NumberText.decimals(point.ssim(), 3)));
      }
    }
    return html.append("</tbody></table>").toString();
  }
}
