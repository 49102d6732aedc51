package dev.hourglass.cli;

import dev.hourglass.tasks.compare.Comparison;
import dev.hourglass.tasks.compare.ComparisonData;
import dev.hourglass.tasks.compare.ComparisonOptions;
import dev.hourglass.tasks.compare.ComparisonReport;
import dev.hourglass.tasks.compare.ComparisonResult;
import dev.hourglass.tasks.compare.ModelResult;
import dev.hourglass.tasks.compare.Variant;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

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
      comparison = new Comparison(data, variants, options);
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
    boolean labelled = result.data().isLabelled();
    String row = "%-14s %-22s %10s %8s %8s" + (labelled ? " %7s %7s" : "") + " %9s %7s%n";
    Object[] heads =
        labelled
            ? new Object[] {
              "model", "layers", "test mse", "active", "code", "linear", "5-nn", "numbers", "time"
            }
            : new Object[] {"model", "layers", "test mse", "active", "code", "numbers", "time"};
    page.println();
    page.printf(row, heads);
    for (ModelResult model : result.models()) {
      Object[] figures =
          labelled
              ? new Object[] {
                model.name(),
                model.card().summary(),
                Progress.figure(model.error().mse()),
                active(model),
                model.card().codeSize(),
                percent(model.linearProbe()),
                percent(model.nearestNeighbours()),
                count(model.card().parameters()),
                seconds(model.card().seconds())
              }
              : new Object[] {
                model.name(),
                model.card().summary(),
                Progress.figure(model.error().mse()),
                active(model),
                model.card().codeSize(),
                count(model.card().parameters()),
                seconds(model.card().seconds())
              };
      page.printf(row, figures);
    }
    result.failures().forEach((name, reason) -> page.printf("%-14s %s%n", name, reason));
    page.printf("%nReport: %s%n", report.toAbsolutePath());
  }

  private static String active(ModelResult model) {
    return String.format(Locale.ROOT, "%.1f", model.activity().mean());
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
