package dev.hourglass.tasks.compare;

import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.util.List;
import java.util.OptionalDouble;

/** All figures in one table, the best of each column marked. */
final class SummarySection {
  private SummarySection() {}

  static void addTo(Page page, Look look) {
    List<ModelResult> models = look.models();
    List<Figure> figures = Figure.present(models);
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
    html.append("<th scope=\"col\">model</th>");
    for (Figure figure : figures) {
      html.append(
          "<th scope=\"col\">%s%s</th>"
              .formatted(
                  Html.text(figure.title()),
                  figure.unit().isEmpty()
                      ? ""
                      : "<small>" + Html.text(figure.unit()) + "</small>"));
    }
    html.append("</tr></thead><tbody>\n");
    boolean classicsBegan = false;
    for (ModelResult model : models) {
      boolean classic = model.card().kind().isClassic();
      String row =
          !classic ? "" : classicsBegan ? " class=\"classic\"" : " class=\"classic first-classic\"";
      classicsBegan |= classic;
      html.append(
          "<tr%s><th scope=\"row\">%s%s<small>%s</small></th>"
              .formatted(
                  row,
                  look.dot(model),
                  Html.text(model.name()),
                  Html.text(model.card().summary())));
      for (Figure figure : figures) {
        html.append(cell(figure, model, look));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>");
    failures(html, look.result());
    page.add(
        "figures",
        "Figures",
        "All figures",
        "Every model was trained on the same %s samples and judged by the same %s it had never seen."
                .formatted(
                    NumberText.whole(look.result().data().training().size()),
                    NumberText.whole(look.result().data().test().size()))
            + " The best of each column is <b>marked</b>; lower is better for errors and movement,"
            + " higher for the rest. Classics stand below the line.",
        html.toString());
  }

  private static String cell(Figure figure, ModelResult model, Look look) {
    OptionalDouble value = figure.of(model);
    if (value.isEmpty()) {
      return "<td class=\"none\">–</td>";
    }
    String text = Html.text(figure.text(value.getAsDouble()));
    boolean best = figure.isBest(model, look.models());
    String content = best ? "<b>" + text + "</b>" : text;
    if (figure == Figure.TEST_ERROR) {
      double most = look.models().stream().mapToDouble(m -> figure.of(m).orElse(0)).max().orElse(1);
      content +=
          "<span class=\"meter %s\" style=\"width:%s%%\"></span>"
              .formatted(look.hue(model), Math.round(100 * value.getAsDouble() / most));
    }
    return "<td>" + content + "</td>";
  }

  private static void failures(StringBuilder html, ComparisonResult result) {
    result
        .failures()
        .forEach(
            (name, reason) ->
                html.append(
                    "<p class=\"failure\"><b>%s</b> is missing: %s</p>"
                        .formatted(Html.text(name), Html.text(reason))));
  }
}
