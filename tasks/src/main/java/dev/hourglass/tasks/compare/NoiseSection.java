package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.tasks.evaluate.CorruptedSamples;
import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.util.ArrayList;
import java.util.List;

/** Error against the clean samples when the model gets noisy ones. */
final class NoiseSection {
  private NoiseSection() {}

  static void addTo(Page page, Look look) {
    StringBuilder html = new StringBuilder("<div class=\"grid\">");
    for (int kind = 0; kind < NoiseError.KINDS.size(); kind++) {
      html.append("<figure><h3>%s</h3>".formatted(Html.text(describe(kind))))
          .append(chart(look, kind).html())
          .append("</figure>");
    }
    html.append("</div>");
    if (look.hasPictures()) {
      boolean open = true;
      for (int kind : new int[] {3, 1, 5}) {
        html.append(strips(look, kind, open));
        open = false;
      }
    }
    page.add(
        "noise",
        "Noise",
        "Under noise",
        "Each model is given noisy test samples and judged against the clean ones (squared error"
            + " per feature). Short bars mean that it has learnt what samples look like and not"
            + " merely how to copy; the shortest is in bold.",
        html.toString());
  }

  private static String describe(int kind) {
    return NoiseError.describe(NoiseError.KINDS.get(kind));
  }

  /** The two strengths of a kind share a scale, so that the cost of more noise can be seen. */
  private static BarChart chart(Look look, int kind) {
    double most = 0;
    double best = Double.POSITIVE_INFINITY;
    for (ModelResult model : look.models()) {
      int sibling = kind ^ 1;
      most = Math.max(most, model.reconstruction().noise().get(kind).mse());
      most = Math.max(most, model.reconstruction().noise().get(sibling).mse());
      best = model.learnt() ? Math.min(best, model.reconstruction().noise().get(kind).mse()) : best;
    }
    List<BarChart.Bar> bars = new ArrayList<>();
    for (ModelResult model : look.models()) {
      double mse = model.reconstruction().noise().get(kind).mse();
      String text = NumberText.significant(mse);
      bars.add(
          new BarChart.Bar(
              model.name(),
              look.hue(model),
              mse,
              text,
              model.learnt() && text.equals(NumberText.significant(best))));
    }
    return new BarChart("Error of every model under noise: " + describe(kind), bars, most);
  }

  private static String strips(Look look, int kind, boolean open) {
    Corruption corruption = NoiseError.KINDS.get(kind);
    Dataset noisy =
        CorruptedSamples.of(
                look.result().data().test(),
                corruption,
                look.result().options().seed(),
                look.result().setting().kernels())
            .subset(look.result().examples());
    return "<details%s><summary>What they see and what they make of it: %s</summary>%s</details>"
        .formatted(
            open ? " open=\"open\"" : "",
            Html.text(NoiseError.describe(corruption)),
            ReconstructionSection.strips(
                look,
                "given",
                noisy,
                model -> model.reconstruction().noise().get(kind).reconstructions(),
                model -> NumberText.significant(model.reconstruction().noise().get(kind).mse())));
  }
}
