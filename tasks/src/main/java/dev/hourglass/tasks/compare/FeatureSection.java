package dev.hourglass.tasks.compare;

import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** For tables: which features are rebuilt well, and which are not. */
final class FeatureSection {
  private static final int MOST_ROWS = 40;

  private FeatureSection() {}

  static void addTo(Page page, Look look) {
    if (look.result().data().shape().isImage()) {
      return;
    }
    List<ModelResult> models = look.models();
    int features = look.result().data().shape().features();
    List<String> names = look.result().data().training().featureNames();
    List<Integer> worst =
        IntStream.range(0, features)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer f) -> -meanError(models, f)))
            .limit(MOST_ROWS)
            .toList();
    StringBuilder html =
        new StringBuilder("<div class=\"scroll\"><table class=\"heat\"><thead><tr>");
    html.append("<th scope=\"col\">feature</th>");
    for (ModelResult model : models) {
      html.append("<th scope=\"col\">%s</th>".formatted(Html.text(model.name())));
    }
    html.append("</tr></thead><tbody>\n");
    double most =
        worst.stream()
            .flatMapToDouble(
                f -> models.stream().mapToDouble(m -> m.reconstruction().error().perFeature()[f]))
            .max()
            .orElse(1);
    for (int feature : worst) {
      html.append(
          "<tr><th scope=\"row\">%s</th>"
              .formatted(
                  Html.text(names.isEmpty() ? "feature " + (feature + 1) : names.get(feature))));
      for (ModelResult model : models) {
        double error = model.reconstruction().error().perFeature()[feature];
        // The square root spreads the many small errors over more of the scale.
        double heat = most > 0 ? 75 * Math.sqrt(error / most) : 0;
        html.append(
            "<td style=\"--heat:%s%%\">%s</td>"
                .formatted(
                    String.format(Locale.ROOT, "%.0f", heat), NumberText.significant(error)));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>");
    page.add(
        "features",
        "Features",
        "Error of every feature",
        "Squared error of each feature on the test samples, as prepared; the deeper the shade, the"
            + " larger the error."
            + (features > MOST_ROWS
                ? " Shown are the %s features of %s that are hardest on average."
                    .formatted(MOST_ROWS, features)
                : " Features that are hardest on average come first."),
        html.toString());
  }

  private static double meanError(List<ModelResult> models, int feature) {
    return models.stream()
        .mapToDouble(m -> m.reconstruction().error().perFeature()[feature])
        .average()
        .orElse(0);
  }
}
