package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.tasks.report.LineChart;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Loss curves: all models on one scale, then each one's own objective. */
final class LearningSection {
  private LearningSection() {}

  static void addTo(Page page, Look look) {
    List<ModelResult> networks =
        look.networks().stream().filter(m -> !m.history().isEmpty()).toList();
    if (networks.isEmpty()) {
      return;
    }
    List<LineChart.Series> errors =
        networks.stream()
            .map(
                m ->
                    new LineChart.Series(
                        m.name(),
                        look.hue(m),
                        false,
                        values(m, e -> e.validationMse().orElse(Double.NaN))))
            .toList();
    String title = "Squared error per feature of the validation samples after every epoch";
    StringBuilder html = new StringBuilder("<figure>");
    html.append("<div class=\"wide\">")
        .append(new LineChart(title, "epoch", errors, 1000, 330, true).svg())
        .append("</div><div class=\"narrow\">")
        .append(new LineChart(title, "epoch", errors, 400, 340, true).svg())
        .append("</div><figcaption>squared error per feature, validation samples</figcaption>")
        .append("</figure>");
    html.append(
        """
        <p class="note" style="margin-top:28px">Each model’s own objective: solid while training, with\
         corruption, sampling and penalties; dotted that of validation samples without dropout,\
         random codes drawn and held to their prior, other penalties left out. Objectives differ\
         in kind, so each has its own scale; a dotted line that turns upwards would mean that a\
         model is learning its samples by heart.</p>
        """);
    html.append("<div class=\"grid\">");
    for (ModelResult model : networks) {
      EpochRecord last = model.history().getLast();
      LineChart chart =
          new LineChart(
              "Training and validation loss of " + model.name(),
              "epoch",
              List.of(
                  new LineChart.Series(
                      "training", look.hue(model), false, values(model, EpochRecord::loss)),
                  new LineChart.Series(
                      "validation",
                      look.hue(model),
                      true,
                      values(model, e -> e.validationLoss().orElse(Double.NaN)))),
              320,
              190,
              false);
      html.append("<figure>")
          .append(look.heading(model, "ends at " + NumberText.significant(last.loss())))
          .append(chart.svg())
          .append("</figure>");
    }
    html.append("</div>");
    page.add(
        "learning",
        "Learning",
        "Learning",
        "How the error on samples kept aside falls from epoch to epoch, for all models on one"
            + " scale: steeper is faster, lower is better.",
        html.toString());
  }

  private static double[] values(ModelResult model, ToDoubleFunction<EpochRecord> of) {
    return model.history().stream().mapToDouble(of).toArray();
  }
}
