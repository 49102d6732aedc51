package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.evaluate.Disturbance;
import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.util.ArrayList;
import java.util.List;

/** How far codes move when an image is disturbed a little. */
final class MovementSection {
  /** Examples shown under each disturbance. */
  private static final int SHOWN = 5;

  private MovementSection() {}

  static void addTo(Page page, Look look) {
    List<ModelResult> moved =
        look.models().stream().filter(m -> m.code().movement().isPresent()).toList();
    if (moved.isEmpty()) {
      return;
    }
    double most =
        moved.stream()
            .flatMap(m -> m.code().movement().orElseThrow().relative().values().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    Dataset examples = look.result().exampleSamples();
    int[] few = RowOrder.spread(examples.size(), SHOWN);
    StringBuilder html = new StringBuilder("<div class=\"grid small\">");
    for (Disturbance disturbance : Disturbance.values()) {
      html.append("<figure><h3>%s</h3>".formatted(Html.text(disturbance.text())));
      if (look.hasPictures()) {
        Tensor disturbed =
            TensorSamples.copyOf(
                disturbance.applyTo(examples, look.result().options().seed()).subset(few));
        html.append("<div class=\"many\" style=\"margin:0 0 10px\">")
            .append(look.strip(disturbed, few.length, "images " + disturbance.text()))
            .append("</div>");
      }
      html.append(chart(look, moved, disturbance, most).html()).append("</figure>");
    }
    html.append("</div>");
    page.add(
        "movement",
        "Movement",
        "When the image moves a little",
        "How far an image’s code moves when the image is disturbed so slightly that a person sees"
            + " the same picture, relative to the distance between two different images: 0 means"
            + " that the code does not notice, 1 that it might as well be another image. All four"
            + " share one scale.",
        html.toString());
  }

  private static BarChart chart(
      Look look, List<ModelResult> models, Disturbance disturbance, double most) {
    double best =
        models.stream()
            .filter(ModelResult::learnt)
            .mapToDouble(m -> movement(m, disturbance))
            .min()
            .orElse(0);
    List<BarChart.Bar> bars = new ArrayList<>();
    for (ModelResult model : models) {
      double value = movement(model, disturbance);
      String text = NumberText.decimals(value, 2);
      bars.add(
          new BarChart.Bar(
              model.name(),
              look.hue(model),
              value,
              text,
              model.learnt() && text.equals(NumberText.decimals(best, 2))));
    }
    return new BarChart(
        "Relative code movement of every model, images " + disturbance.text(), bars, most);
  }

  private static double movement(ModelResult model, Disturbance disturbance) {
    return model.code().movement().orElseThrow().relative().get(disturbance);
  }
}
