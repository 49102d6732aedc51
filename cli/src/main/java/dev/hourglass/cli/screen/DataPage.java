package dev.hourglass.cli.screen;

import dev.hourglass.data.prepare.DataSummary;
import dev.hourglass.data.raw.TableLayout;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what was understood of data, column by column.
 *
 * @param summary what was understood
 * @param remarks what was guessed or left out
 */
public record DataPage(DataSummary summary, List<String> remarks) {
  private static final int WIDEST = 32;

  /** For people. */
  public void print(PrintStream page) {
    page.println(summary.line());
    page.printf("prepared    %s%n", summary.preparation());
    List<DataSummary.ColumnSummary> columns = summary.columns();
    if (!columns.isEmpty()) {
      int width =
          Math.min(
              WIDEST, columns.stream().mapToInt(column -> column.name().length()).max().orElse(0));
      page.println();
      for (DataSummary.ColumnSummary column : columns) {
        page.printf(
            "  %-" + width + "s  %-8s  %s%s; %s%n",
            column.name(),
            column.kind(),
            column.range(),
            column.missing() == 0 ? "" : "; %,d missing".formatted(column.missing()),
            column.prepared());
      }
      for (TableLayout.LeftOut left : summary.leftOut()) {
        page.printf("  %-" + width + "s  left out  %s%n", left.name(), left.reason());
      }
    }
  }

  /** For {@code --json}. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("source", summary.source());
    figures.put("samples", summary.rows());
    figures.put("form", summary.form());
    figures.put("features", summary.features());
    figures.put("preparation", summary.preparation());
    List<Map<String, Object>> columns = new ArrayList<>();
    for (DataSummary.ColumnSummary column : summary.columns()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", column.name());
      one.put("kind", column.kind());
      one.put("range", column.range());
      one.put("missing", column.missing());
      one.put("prepared", column.prepared());
      columns.add(one);
    }
    figures.put("columns", columns);
    List<Map<String, Object>> left = new ArrayList<>();
    for (TableLayout.LeftOut column : summary.leftOut()) {
      left.add(Map.of("name", column.name(), "reason", column.reason()));
    }
    figures.put("leftOut", left);
    figures.put("remarks", remarks.stream().map(Failures::inFlags).toList());
    return figures;
  }
}
