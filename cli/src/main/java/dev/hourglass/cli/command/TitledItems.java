package dev.hourglass.cli.command;

import dev.hourglass.data.rating.ItemTitles;
import dev.hourglass.tasks.recommend.Recommendation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Recommendations as commands show them, with the items' titles where they are known.
 *
 * @param titles of items
 */
record TitledItems(ItemTitles titles) {
  /** For JSON. */
  List<Map<String, Object>> figures(List<Recommendation> recommendations) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Recommendation each : recommendations) {
      Map<String, Object> one = named(each.item());
      one.put("score", each.score());
      if (!each.because().isEmpty()) {
        one.put(
            "because",
            each.because().stream()
                .map(
                    because -> {
                      Map<String, Object> reason = named(because.item());
                      reason.put("share", because.share());
                      return reason;
                    })
                .toList());
      }
      all.add(one);
    }
    return all;
  }

  private Map<String, Object> named(String item) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("item", item);
    titles.of(item).ifPresent(title -> map.put("title", title));
    return map;
  }

  /** For people: rank, item, title, score, and what speaks for it. */
  String line(int rank, Recommendation recommendation) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%3d  %-12s %9.4f  %s",
                rank,
                recommendation.item(),
                recommendation.score(),
                titles.of(recommendation.item()).orElse("")));
    if (!recommendation.because().isEmpty()) {
      StringJoiner because = new StringJoiner(", ", "  because of ", "");
      recommendation
          .because()
          .forEach(
              each ->
                  because.add(
                      String.format(
                          Locale.ROOT,
                          "%s %.0f%%",
                          titles.of(each.item()).orElse(each.item()),
                          100 * each.share())));
      line.append(because);
    }
    return line.toString().stripTrailing();
  }
}
