package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.WhereFlag;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorEvaluation;
import dev.hourglass.tasks.anomaly.Ranking;
import dev.hourglass.tasks.anomaly.series.SeriesDetector;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a detector on labelled rows. */
@Command(
    name = "evaluate",
    header = "Measure a detector on rows whose labels tell which are anomalies.",
    description = {
      "",
      "All rows whose label is not the normal one are anomalies. rocAuc and averagePrecision do"
          + " not depend on the threshold; flagged, precision and recall do."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass detect evaluate connections.safetensors labelled.csv --label-column attack"
    })
public final class DetectEvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file of detect fit.")
  Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows as those fitted, with labels.")
  String data;

  @Option(
      names = "--normal",
      paramLabel = "VALUE",
      description =
          "The label of normal rows; or COLUMN=VALUE. Default: the one fitted, or 0 or normal.")
  String normal;

  @Option(
      names = "--windows",
      paramLabel = "FILE",
      description =
          "For a time series: labelled windows as JSON, {\"file.csv\": [[\"from\", \"to\"], ...]},"
              + " instead of a label column.")
  Path windows;

  @Mixin DataFlags reading;
  @Mixin WhereFlag where;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Detector detector = Detector.load(model, common.kernels());
    if (SeriesDetector.isOfSeries(detector)) {
      evaluateSeries(SeriesDetector.of(detector));
      return ExitCode.OK;
    }
    if (windows != null) {
      throw new Mistake(
          "--windows are of time series, but %s was fitted on rows; give --label-column COLUMN"
              .formatted(model));
    }
    ReadOptions options =
        labelled(detector, DetectorData.like(where.in(reading.readOptions()), detector.model()));
    RawData raw = DataReader.read(data, options, detector.schema());
    raw.remarks().forEach(common.screen()::remark);
    DetectorEvaluation evaluation = DetectorEvaluation.of(detector, raw, normalValue());
    evaluation.remarks().forEach(common.screen()::remark);
    if (common.json) {
      common.print(evaluation.toMap());
    } else {
      print(evaluation);
    }
    return ExitCode.OK;
  }

  private void evaluateSeries(SeriesDetector detector) {
    ReadOptions options =
        DetectorData.like(where.in(reading.readOptions()), detector.detector().model());
    RawData.Table table =
        DetectSeries.read(
            data, windows == null ? labelled(detector.detector(), options) : options, common);
    boolean[] anomalies =
        DetectSeries.anomalies(
                detector, table, data, Optional.ofNullable(windows), normalValue(), common)
            .orElseThrow();
    DetectSeries.evaluate(detector, table, anomalies, common);
  }

  private Optional<String> normalValue() {
    return Optional.ofNullable(normal)
        .map(text -> NormalLabel.value(text, where.in(reading.readOptions())));
  }

  /** With the label column that was fitted where none is named. */
  private ReadOptions labelled(Detector detector, ReadOptions options) {
    ReadOptions named =
        normal != null && normal.contains("=") ? NormalLabel.of(normal, options) : options;
    if (named.label().isPresent() || named.labelsFile().isPresent()) {
      return named;
    }
    return detector
        .model()
        .provenance()
        .reading()
        .map(Provenance.Reading::options)
        .flatMap(ReadOptions::label)
        .map(named::withLabel)
        .orElseThrow(
            () ->
                new Mistake(
                    "labels tell which rows are anomalies; name their column with --label-column"
                        + " COLUMN"));
  }

  private void print(DetectorEvaluation e) {
    PrintStream page = common.page();
    Ranking ranking = e.ranking();
    page.printf(
        Locale.ROOT,
        "rows                %,d, of which %,d are anomalies%n",
        e.scores().length,
        e.labels().count());
    page.printf(Locale.ROOT, "roc auc             %.4f%n", ranking.rocAuc());
    page.printf(Locale.ROOT, "average precision   %.4f%n", ranking.averagePrecision());
    page.printf(
        Locale.ROOT,
        "found at 1%% alarms  %.1f%% of the anomalies%n",
        100 * e.detectionRateAtOnePerCent());
    page.printf(
        Locale.ROOT,
        "threshold           %s: %,d rows flagged, precision %.1f%%, recall %.1f%%, %.2f%% false"
            + " alarms%n",
        Progress.figure(e.detector().threshold()),
        e.flagged(),
        100 * e.precision(),
        100 * e.recall(),
        100 * e.falseAlarmRate());
    page.printf(
        Locale.ROOT,
        "error alone         roc auc %.4f, average precision %.4f (the autoencoder's squared"
            + " error)%n",
        e.autoencoder().rocAuc(),
        e.autoencoder().averagePrecision());
    e.baselines()
        .forEach(
            (name, found) ->
                page.printf(
                    Locale.ROOT,
                    "%-19s roc auc %.4f, average precision %.4f%n",
                    spoken(name),
                    found.rocAuc(),
                    found.averagePrecision()));
  }

  /** Such as {@code isolation forest} for {@code isolationForest}. */
  private static String spoken(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
