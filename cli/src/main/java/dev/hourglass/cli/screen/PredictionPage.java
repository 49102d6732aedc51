package dev.hourglass.cli.screen;

import dev.hourglass.tasks.learn.PredictedQuantity;
import dev.hourglass.tasks.learn.PredictionEvaluation;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How right predictions are, for people and for scripts.
 *
 * @param evaluation of them
 */
public record PredictionPage(PredictionEvaluation evaluation) {
  /** A larger table of confusions fits no line. */
  private static final int MOST_CLASSES = 12;

  /** What a model predicts, under the names that {@code --json} prints. */
  public static Map<String, Object> figures(PredictedQuantity quantity) {
    Map<String, Object> figures = new LinkedHashMap<>();
    switch (quantity) {
      case PredictedQuantity.Classes classes -> figures.put("classNames", classes.names());
      case PredictedQuantity.Number number -> {
        figures.put("labelMean", number.mean());
        figures.put("labelDeviation", number.deviation());
      }
    }
    return figures;
  }

  /** The figures in one number each. */
  public Map<String, Object> summary() {
    Map<String, Object> figures = new LinkedHashMap<>(evaluation.toMap());
    figures.keySet().removeIf(key -> figures.get(key) instanceof List<?>);
    return figures;
  }

  /** Prints the figures in one number each. */
  public void printSummary(PrintStream page) {
    switch (evaluation) {
      case PredictionEvaluation.OfClasses e ->
          page.printf(
              Locale.ROOT,
              "samples       %,d%naccuracy      %.2f%%%ncross-entropy %.4f nats%nmacro F1     "
                  + " %.4f%n",
              e.samples(),
              100 * e.accuracy(),
              e.crossEntropy(),
              e.macroF1());
      case PredictionEvaluation.OfNumbers e ->
          page.printf(
              Locale.ROOT,
              "samples       %,d%nr2            %.4f%nrmse          %s%nmae           %s%n",
              e.samples(),
              e.r2(),
              Progress.figure(e.rmse()),
              Progress.figure(e.mae()));
    }
  }

  /** Prints everything. */
  public void print(PrintStream page) {
    printSummary(page);
    if (evaluation instanceof PredictionEvaluation.OfClasses e) {
      page.printf(
          Locale.ROOT,
          "%n%-20s %9s %9s %9s %9s%n",
          "class",
          "samples",
          "precision",
          "recall",
          "F1");
      for (PredictionEvaluation.OneClass one : e.classes()) {
        page.printf(
            Locale.ROOT,
            "%-20s %,9d %9.4f %9.4f %9.4f%n",
            one.name(),
            one.support(),
            one.precision(),
            one.recall(),
            one.f1());
      }
      if (e.classes().size() <= MOST_CLASSES) {
        page.printf(Locale.ROOT, "%n%-20s predicted%n", "true");
        for (int c = 0; c < e.classes().size(); c++) {
          page.printf("%-20s", e.classes().get(c).name());
          e.confusion().get(c).forEach(count -> page.printf(Locale.ROOT, " %6d", count));
          page.println();
        }
      }
    }
  }
}
