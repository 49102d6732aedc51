package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.ComparisonProgress;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Failures;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.tasks.compare.Comparison;
import dev.hourglass.tasks.compare.ComparisonData;
import dev.hourglass.tasks.compare.ComparisonOptions;
import dev.hourglass.tasks.compare.ComparisonReport;
import dev.hourglass.tasks.compare.ComparisonResult;
import dev.hourglass.tasks.compare.ModelResult;
import dev.hourglass.tasks.compare.Variant;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A comparison from the command line: watched, reported, summed up in a table.
 *
 * @param folder the report goes into
 * @param common flags that say how it speaks
 */
record ComparisonRun(Path folder, CommonFlags common) {
  /** Runs it; Ctrl-C ends it with the models that are done. */
  int run(ComparisonData data, List<Variant> variants, ComparisonOptions options) {
    Comparison comparison;
    try {
      comparison = new Comparison(data, variants, options, common.kernels());
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
    Path page = folder.resolve("index.html");
    try (Interruption interruption = Interruption.watch(common.screen())) {
      ComparisonResult result =
          comparison.run(new ComparisonProgress(common.screen(), interruption::isRequested));
      if (result.models().isEmpty()) {
        throw new IllegalStateException("no model was trained: " + result.failures());
      }
      new ComparisonReport(result).write(page);
      if (interruption.isRequested()) {
        common.page().println("Stopped as asked; the report shows what was done by then.");
      }
      print(result, page);
    }
    return ExitCode.OK;
  }

  private void print(ComparisonResult result, Path report) {
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>(result.toMap());
      figures.put("report", report.toString());
      common.print(figures);
      return;
    }
    PrintStream page = common.page();
    page.println();
    printAligned(page, rows(result));
    result
        .failures()
        .forEach((name, reason) -> page.printf("%-14s %s%n", name, Failures.inFlags(reason)));
    page.printf("%nReport: %s%n", report.toAbsolutePath());
  }

  private static List<List<String>> rows(ComparisonResult result) {
    boolean labelled = result.data().isLabelled();
    List<String> classifiers = labelled ? List.of("linear", "5-nn") : List.of();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        row(
            List.of("model", "layers", "test mse", "active", "code"),
            classifiers,
            List.of("parameters", "time")));
    for (ModelResult model : result.models()) {
      rows.add(
          row(
              List.of(
                  model.name(),
                  model.card().summary(),
                  Progress.figure(model.reconstruction().error().mse()),
                  active(model),
                  String.valueOf(model.card().codeSize())),
              labelled
                  ? List.of(
                      percent(model.code().accuracy().linearProbe()),
                      percent(model.code().accuracy().nearestNeighbours()))
                  : List.of(),
              List.of(count(model.card().parameters()), seconds(model.card().seconds()))));
    }
    return rows;
  }

  @SafeVarargs
  private static List<String> row(List<String>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }

  /** The first two columns are words and start where their heads do, the others end there. */
  private static void printAligned(PrintStream page, List<List<String>> rows) {
    StringBuilder format = new StringBuilder();
    for (int column = 0; column < rows.getFirst().size(); column++) {
      int index = column;
      int width = rows.stream().mapToInt(row -> row.get(index).length()).max().orElseThrow();
      format.append(column == 0 ? "" : "  ").append(column < 2 ? "%-" : "%").append(width);
      format.append("s");
    }
    rows.forEach(row -> page.println(format.toString().formatted(row.toArray())));
  }

  private static String active(ModelResult model) {
    return String.format(Locale.ROOT, "%.1f", model.code().activity().mean());
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? String.format(Locale.ROOT, "%.1f%%", 100 * share.getAsDouble()) : "";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1fs", seconds);
  }
}
