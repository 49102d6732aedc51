package dev.hourglass.tasks.compare;

import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.Page;
import java.util.List;

/** Samples that were never there. */
final class GenerationSection {
  private static final int COLUMNS = 10;

  private GenerationSection() {}

  static void addTo(Page page, Look look) {
    if (!look.hasPictures()) {
      return;
    }
    generated(page, look);
    walks(page, look);
  }

  private static void generated(Page page, Look look) {
    List<ModelResult> generative =
        look.models().stream().filter(m -> m.pictures().generated().rows() > 0).toList();
    if (generative.isEmpty()) {
      return;
    }
    StringBuilder html = new StringBuilder("<div class=\"grid pairs\">");
    for (ModelResult model : generative) {
      html.append("<figure class=\"many\">")
          .append(look.heading(model, "drawn from its prior, not chosen"))
          .append(
              look.strip(
                  model.pictures().generated(), COLUMNS, "new samples drawn by " + model.name()))
          .append("</figure>");
    }
    html.append("</div>");
    page.add(
        "generated",
        "New samples",
        "New samples",
        "Codes drawn at random from the model’s prior and decoded: none of these is in the data."
            + " Only models whose codes were held to a prior while training can do this; the more"
            + " of them look real, the better the model knows what samples are.",
        html.toString());
  }

  private static void walks(Page page, Look look) {
    StringBuilder html = new StringBuilder("<div class=\"grid pairs\">");
    for (ModelResult model : look.models()) {
      if (model.pictures().interpolations().rows() > 0) {
        html.append("<figure class=\"many\">")
            .append(look.heading(model, ""))
            .append(
                look.strip(
                    model.pictures().interpolations(),
                    Measurement.STEPS,
                    "walks between samples through the latent space of " + model.name()))
            .append("</figure>");
      }
    }
    html.append("</div>");
    page.add(
        "walks",
        "Walks",
        "Between two samples",
        "Left and right are two test samples as a model rebuilds them; in between, codes on the"
            + " straight line from one to the other, decoded. In a well-ordered latent space every"
            + " step is a plausible sample; "
            + Html.text("PCA can only fade one into the other."),
        html.toString());
  }
}
