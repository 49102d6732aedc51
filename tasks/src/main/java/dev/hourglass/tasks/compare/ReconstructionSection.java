package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.Page;
import java.util.function.Function;

/** Originals over what every model makes of them. */
final class ReconstructionSection {
  private ReconstructionSection() {}

  static void addTo(Page page, Look look) {
    if (!look.hasPictures()) {
      return;
    }
    page.add(
        "reconstructions",
        "Reconstructions",
        "Originals and reconstructions",
        "The top row shows test samples as they are; below it, what each model rebuilds from"
            + " nothing but its code. The closer a column stays to its top, the more the code has"
            + " kept.",
        strips(
            look,
            "original",
            look.result().exampleSamples(),
            model -> model.pictures().reconstructions(),
            model -> Figure.TEST_ERROR.text(model.reconstruction().error().mse())));
  }

  /** A row of samples on top, a row of every model's below it, each with a figure at its end. */
  static String strips(
      Look look,
      String topName,
      Dataset top,
      Function<ModelResult, Tensor> samples,
      Function<ModelResult, String> figure) {
    int columns = top.size();
    StringBuilder html = new StringBuilder("<div class=\"strips\">");
    html.append("<span class=\"who original\">%s</span>".formatted(Html.text(topName)));
    html.append("<span class=\"figure original\">mse</span>");
    html.append(look.strip(TensorSamples.copyOf(top), columns, topName + " test samples"));
    for (ModelResult model : look.models()) {
      html.append(
          "<span class=\"who\">%s%s</span>".formatted(look.dot(model), Html.text(model.name())));
      html.append("<span class=\"figure\">%s</span>".formatted(Html.text(figure.apply(model))));
      html.append(
          look.strip(
              samples.apply(model),
              columns,
              "what %s makes of the same samples".formatted(model.name())));
    }
    return html.append("</div>").toString();
  }
}
