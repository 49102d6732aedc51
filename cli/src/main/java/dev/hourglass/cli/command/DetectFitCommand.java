package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.base.ShortList;
import dev.hourglass.cli.flags.ColumnsFlag;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.flags.SeriesFlags;
import dev.hourglass.cli.flags.WhereFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.data.prepare.Tails;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.anomaly.AnomalyLabels;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import dev.hourglass.tasks.anomaly.series.SeriesOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a detector. */
@Command(
    name = "fit",
    header = "Fit a detector on a table and write it to a file.",
    description = {
      "",
      "Fitted on all rows it takes a few per cent of them for anomalies; with --fit-on normal it"
          + " is fitted on rows that are all normal: those whose label says so where there is a"
          + " --label-column, else all. The label is never a feature. With --time-column the rows"
          + " are a time series: sliding windows are fitted, and one point of 200 is flagged."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass detect fit payments.csv --out payments.safetensors",
      "  hourglass detect fit connections.csv --label-column attack --fit-on normal \\",
      "      --out connections.safetensors",
      "  hourglass detect fit pump.csv --fit-on normal --threshold alarms:1:86400",
      "  hourglass detect fit temperature.csv --time-column timestamp"
    })
public final class DetectFitCommand implements Callable<Integer> {
  private static final int MOST_READ_ROWS = 4 * Detector.MOST_FITTED_ROWS;
  private static final String DEFAULT_OUT = "detector.safetensors";

  @Parameters(paramLabel = "DATA", description = "A table, or an array of vectors.")
  String data;

  @Option(
      names = "--fit-on",
      paramLabel = "normal|all",
      description =
          "What is fitted: rows that are normal, or all, a few per cent of which may be anomalies."
              + " Default: all.")
  Regime regime = Regime.ALL;

  @Option(
      names = "--normal",
      paramLabel = "VALUE",
      description =
          "The label of normal rows; or COLUMN=VALUE, which names the label column too. Default: 0"
              + " or normal.")
  String normal;

  @Option(
      names = "--threshold",
      paramLabel = "RULE",
      description =
          "From which score on a row is flagged: contamination:SHARE of the fitted rows, quantile:Q"
              + " of rows kept aside, extreme:RISK by the tail of their scores, or"
              + " alarms:PER_DAY:ROWS_PER_DAY. Default: quantile:0.99 where normal rows are fitted,"
              + " else contamination:0.05.")
  ThresholdRule threshold;

  @Option(
      names = "--contamination",
      paramLabel = "SHARE",
      description = "The same as --threshold contamination:SHARE.")
  String contamination;

  @Option(
      names = "--tails",
      paramLabel = "keep|log|quantile",
      description =
          "What becomes of columns of numbers with heavy tails: they are kept as they are, or it is"
              + " their logarithm that counts, chosen column by column, or every column goes by its"
              + " quantiles. Default: keep.")
  Tails tails = Tails.KEEP;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the detector goes. Default: detector.safetensors.")
  Path out;

  @Mixin SeriesFlags windows;
  @Mixin DataFlags reading;
  @Mixin WhereFlag where;
  @Mixin ColumnsFlag columns;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination =
        Destination.of(
            "--out", out == null ? Path.of(DEFAULT_OUT) : out, Destination.Kind.SAFETENSORS);
    ThresholdRule rule = rule();
    ReadOptions options = NormalLabel.of(normal, where.in(columns.in(reading.readOptions())));
    if (windows.timeColumn().isPresent()) {
      fitSeries(options, windows.timeColumn().get(), destination.withFolder().file());
      return ExitCode.OK;
    }
    RawData raw = DetectorData.read(data, enough(options), common.screen());
    DetectorOptions fitting =
        DetectorOptions.of(regime)
            .withThreshold(rule)
            .withSeed(seed.seed)
            .withTails(tails)
            .withReading(new Provenance.Reading(options, new Provenance.Validation.None()));
    if (normal != null) {
      fitting =
          fitting.withNormal(
              NormalLabel.value(normal, where.in(columns.in(reading.readOptions()))));
    }
    int rows = raw.size();
    if (regime == Regime.NORMAL && raw.labels().isPresent()) {
      AnomalyLabels labels = AnomalyLabels.of(raw, fitting.normal());
      labels.remarks().forEach(common.screen()::remark);
      rows = labels.normalRows().length;
    }
    if (rows > Detector.MOST_FITTED_ROWS) {
      common
          .screen()
          .remark(
              "of %,d rows %,d are fitted, evenly spread"
                  .formatted(rows, Detector.MOST_FITTED_ROWS));
    }
    common
        .withoutEffect()
        .when(regime == Regime.ALL, "all rows are fitted, whatever their label", "--normal");
    Detector detector = Detector.fit(raw, fitting, common.kernels());
    detector.save(destination.withFolder().file());
    if (!detector.constantColumns().isEmpty()) {
      common
          .screen()
          .remark(
              "the same in all rows that were fitted: " + ShortList.of(detector.constantColumns()));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", destination.file().toString());
    figures.put("regime", detector.regime().text());
    figures.put("rows", detector.model().provenance().data().samples());
    figures.put("features", detector.model().autoencoder().features());
    figures.put("summary", detector.model().autoencoder().blueprint().summary());
    figures.put("thresholdRule", detector.thresholdRule().text());
    figures.put("threshold", detector.threshold());
    figures.put("seconds", detector.model().provenance().computation().seconds());
    if (common.json) {
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "detector    %s, fitted on %,d rows (%s)%nthreshold   %s by %s%nmodel       %s%n",
            figures.get("summary"),
            detector.model().provenance().data().samples(),
            detector.regime() == Regime.NORMAL ? "all normal" : "a few may be anomalies",
            Progress.figure(detector.threshold()),
            detector.thresholdRule().text(),
            destination.file());
    return ExitCode.OK;
  }

  /**
   * Of a table larger than memory as many rows are read as suffice to choose the normal ones of.
   */
  private static ReadOptions enough(ReadOptions options) {
    return options.limit().isPresent() ? options : options.withLimit(MOST_READ_ROWS);
  }

  private void fitSeries(ReadOptions options, String timeColumn, Path file) {
    RawData.Table table = DetectSeries.read(data, options, common);
    DetectorOptions fitting =
        DetectorOptions.of(regime)
            .withSeed(seed.seed)
            .withTails(tails)
            .withReading(new Provenance.Reading(options, new Provenance.Validation.None()));
    if (regime == Regime.NORMAL && table.labels().isPresent()) {
      Optional<String> value =
          Optional.ofNullable(normal)
              .map(text -> NormalLabel.value(text, where.in(columns.in(reading.readOptions()))));
      AnomalyLabels labels = AnomalyLabels.of(table, value);
      labels.remarks().forEach(common.screen()::remark);
      table = DetectSeries.normalRows(table, labels);
    }
    boolean isUsual = threshold == null && contamination == null;
    SeriesOptions series =
        new SeriesOptions(
            timeColumn,
            windows.window(),
            windows.stride(),
            windows.period(),
            isUsual ? SeriesOptions.usualThreshold() : rule(),
            fitting);
    DetectSeries.fit(table, series, file, common);
  }

  private ThresholdRule rule() {
    if (contamination == null) {
      return threshold == null ? ThresholdRule.defaultFor(regime) : threshold;
    }
    if (threshold != null) {
      throw new Mistake("--contamination and --threshold cannot be combined; give one");
    }
    try {
      return ThresholdRule.parse("contamination:" + contamination);
    } catch (IllegalArgumentException e) {
      throw new Mistake("--contamination " + contamination + ": " + e.getMessage());
    }
  }
}
