package dev.hourglass.tasks.anomaly;

import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/** One bar a column, the longest first. */
final class ColumnBars {
  private ColumnBars() {}

  /** A chart of figures by column, of which at most so many are shown. */
  static String of(
      String title, Map<String, Double> figures, int most, DoubleFunction<String> text) {
    List<Map.Entry<String, Double>> longest =
        figures.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .limit(most)
            .toList();
    double top = longest.isEmpty() ? 1 : longest.getFirst().getValue();
    List<BarChart.Bar> bars =
        longest.stream()
            .map(
                entry ->
                    new BarChart.Bar(
                        entry.getKey(),
                        Palette.model(0),
                        entry.getValue(),
                        text.apply(entry.getValue()),
                        false))
            .toList();
    return new BarChart(title, bars, top).html();
  }

  /** The section of the columns that matter. */
  static void addTo(Page page, Map<String, Double> shares, int rows, int most) {
    page.add(
        "columns",
        "Columns",
        "The columns that matter",
        "Each column’s mean share in the scores of the %d oddest rows.".formatted(rows),
        of("Mean share of each column", shares, most, NumberText::percent));
  }
}
