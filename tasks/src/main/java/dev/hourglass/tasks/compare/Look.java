package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.picture.ImageGrid;
import dev.hourglass.tasks.picture.Png;
import dev.hourglass.tasks.picture.Thumbnails;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.Palette;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all sections of a report share: every model's hue, and how samples become pictures. */
final class Look {
  /** Pixels a side that pictures in strips are enlarged to, about. */
  private static final int STRIP_SIDE = 64;

  /** Likewise for pictures of units. */
  private static final int PATTERN_SIDE = 48;

  private final ComparisonResult result;
  private final Map<String, String> hues = new HashMap<>();
  private final boolean hasPictures;
  private final double black;
  private final double white;

  Look(ComparisonResult result) {
    this.result = result;
    int networks = 0;
    int classics = 0;
    for (ModelResult model : result.models()) {
      boolean classic = model.card().kind().isClassic();
      hues.put(model.name(), classic ? Palette.baseline(classics++) : Palette.model(networks++));
    }
    this.hasPictures = shape().isImage() && (shape().channels() == 1 || shape().channels() == 3);
    Tensor examples = TensorSamples.copyOf(result.exampleSamples());
    double low = 0;
    double high = 1;
    for (long i = 0; i < examples.size(); i++) {
      low = Math.min(low, examples.get(i));
      high = Math.max(high, examples.get(i));
    }
    this.black = low;
    this.white = high;
  }

  ComparisonResult result() {
    return result;
  }

  List<ModelResult> models() {
    return result.models();
  }

  /** The autoencoders, without the classics. */
  List<ModelResult> networks() {
    return result.models().stream().filter(m -> !m.card().kind().isClassic()).toList();
  }

  /** The CSS class of a model's hue. */
  String hue(ModelResult model) {
    return hues.get(model.name());
  }

  /** A coloured dot: full for autoencoders, a ring for classics. */
  String dot(ModelResult model) {
    String kind = model.card().kind().isClassic() ? " classic" : "";
    return "<i class=\"dot %s%s\"></i>".formatted(hue(model), kind);
  }

  /** A model's name as a small heading with its dot, and a remark behind it. */
  String heading(ModelResult model, String remark) {
    String small = remark.isEmpty() ? "" : "<small>" + Html.text(remark) + "</small>";
    return "<h3>%s%s%s</h3>".formatted(dot(model), Html.text(model.name()), small);
  }

  /** Whether samples can be drawn. */
  boolean hasPictures() {
    return hasPictures;
  }

  /** Samples side by side as an image element. */
  String strip(Tensor samples, int columns, String alt) {
    Thumbnails thumbnails = Thumbnails.of(shape(), STRIP_SIDE);
    ImageGrid grid = grid(thumbnails.shape(), columns, STRIP_SIDE);
    return image(grid.draw(thumbnails.of(samples)), grid, alt);
  }

  /** Signed patterns in rows and columns as an image element. */
  String patterns(Tensor patterns, int columns, String alt) {
    Thumbnails thumbnails = Thumbnails.of(shape(), PATTERN_SIDE);
    ImageGrid grid = grid(thumbnails.shape(), columns, PATTERN_SIDE);
    return image(grid.drawSigned(thumbnails.of(patterns)), grid, alt);
  }

  private SampleShape shape() {
    return result.data().shape();
  }

  /** Small samples are enlarged to about {@code side} pixels; gutters are a sixteenth of that. */
  private ImageGrid grid(SampleShape shape, int columns, int side) {
    int longest = Math.max(shape.width(), shape.height());
    int scale = Math.clamp(side / longest, 1, 8);
    int gutter = Math.max(2, longest * scale / 16);
    return new ImageGrid(shape, columns, gutter, scale, black, white);
  }

  private static String image(BufferedImage picture, ImageGrid grid, String alt) {
    String kind = grid.scale() > 1 ? "crisp" : "smooth";
    return "<img class=\"%s\" alt=\"%s\" src=\"%s\"/>"
        .formatted(kind, Html.text(alt), Png.of(picture).dataUri());
  }
}
