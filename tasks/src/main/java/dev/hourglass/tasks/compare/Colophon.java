package dev.hourglass.tasks.compare;

import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import java.util.List;
import java.util.Map;

/** The foot of a report: all that is needed to make it again. */
final class Colophon {
  private Colophon() {}

  static String html(ComparisonResult result) {
    StringBuilder html = new StringBuilder("<h2>How this was made</h2><dl>");
    ComparisonData data = result.data();
    ComparisonResult.Setting setting = result.setting();
    entry(html, "data", data.name());
    entry(
        html,
        "samples",
        "%s for training, %s for validation, %s for testing; each %s"
            .formatted(
                NumberText.whole(data.training().size()),
                NumberText.whole(data.validation().size()),
                NumberText.whole(data.test().size()),
                data.shape()));
    entry(html, "seed", Long.toString(result.options().seed()));
    entry(html, "version", "Hourglass " + setting.version());
    entry(html, "arithmetic", setting.kernels().name());
    entry(html, "machine", setting.machine());
    entry(
        html,
        "made",
        "%s in %s".formatted(setting.created(), NumberText.seconds(setting.seconds())));
    html.append("</dl>");
    for (ModelResult model : result.models()) {
      if (!model.card().choices().isEmpty()) {
        html.append(
            "<details><summary>Every choice of %s</summary><pre>%s</pre></details>"
                .formatted(
                    Html.text(model.name()),
                    Html.text(outline(model.card().choices(), "").strip())));
      }
    }
    return html.toString();
  }

  private static void entry(StringBuilder html, String name, String value) {
    html.append("<dt>%s</dt><dd>%s</dd>".formatted(Html.text(name), Html.text(value)));
  }

  /** Maps and lists as indented lines, near enough to YAML to be read at a glance. */
  private static String outline(Object value, String indent) {
    StringBuilder text = new StringBuilder();
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) ->
                  text.append(indent)
                      .append(key)
                      .append(":")
                      .append(isPlain(inner) ? " " + plain(inner) + "\n" : "\n")
                      .append(isPlain(inner) ? "" : outline(inner, indent + "  ")));
      case List<?> list ->
          list.forEach(
              inner ->
                  text.append(indent)
                      .append(isPlain(inner) ? "- " + plain(inner) + "\n" : "-\n")
                      .append(isPlain(inner) ? "" : outline(inner, indent + "  ")));
      default -> text.append(indent).append(value).append("\n");
    }
    return text.toString();
  }

  private static boolean isPlain(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.isEmpty();
      case List<?> list -> list.stream().allMatch(e -> !(e instanceof Map) && !(e instanceof List));
      default -> true;
    };
  }

  private static String plain(Object value) {
    return value instanceof Map ? "{}" : value.toString();
  }
}
