package dev.hourglass.cli.screen;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.base.ShortList;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.series.SeriesDetector;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says what a detector in a model file goes by. */
public record DetectorPage(Detector detector) {
  /** Whether a model holds one. */
  public static boolean isFor(ModelFile.Model model) {
    return model.sections().containsKey("detector");
  }

  /** Of a model that holds one. */
  public static DetectorPage of(ModelFile.Model model) {
    return new DetectorPage(Detector.of(model));
  }

  /** For people. */
  public void print(PrintStream page) {
    page.printf(
        "detector     %s%s%n             score of %s%n",
        SeriesDetector.isOfSeries(detector) ? "of a time series, " : "",
        detector.regime().sentence() + detector.normal().map(" (label '%s')"::formatted).orElse(""),
        String.join(", ", detector.partNames()));
    page.printf(
        "threshold    %s by %s%n",
        Progress.figure(detector.threshold()), detector.thresholdRule().text());
    if (!detector.constantColumns().isEmpty()) {
      page.printf("constant     %s%n", ShortList.of(detector.constantColumns()));
    }
  }

  /** For {@code --json}. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("regime", detector.regime().text());
    detector.normal().ifPresent(label -> figures.put("normal", label));
    figures.put("thresholdRule", detector.thresholdRule().text());
    figures.put("threshold", detector.threshold());
    figures.put("parts", detector.partNames());
    figures.put("constantColumns", detector.constantColumns());
    return figures;
  }
}
