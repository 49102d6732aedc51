package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.WhereFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.anomaly.DetectionReport;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.series.SeriesDetector;
import dev.hourglass.tasks.anomaly.series.SeriesReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what a detector says of a table as a page. */
@Command(
    name = "report",
    header = "Write what a detector says of a table as one HTML page.",
    description = {
      "",
      "Scores with the threshold, the oddest rows and why, the columns that matter, drift, and with"
          + " --label-column how well anomalies are found. Of a time series: the series with what"
          + " was flagged, the scores, and what to look at first."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass detect report payments.safetensors new.csv --out payments.html"
    })
public final class DetectReportCommand implements Callable<Integer> {
  private static final String DEFAULT_OUT = "detection.html";

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file of detect fit.")
  Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows as those fitted.")
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

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the page goes. Default: detection.html.")
  Path out;

  @Mixin DataFlags reading;
  @Mixin WhereFlag where;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination =
        Destination.of("--out", out == null ? Path.of(DEFAULT_OUT) : out, Destination.Kind.HTML);
    Detector detector = Detector.load(model, common.kernels());
    if (SeriesDetector.isOfSeries(detector)) {
      SeriesReport report = ofSeries(SeriesDetector.of(detector));
      report.write(destination.withFolder().file());
      answer(
          destination.file(),
          report.table().size(),
          report.evaluation().map(e -> e.toMap(report.detector())));
      return ExitCode.OK;
    }
    common.withoutEffect().when(true, "the model was fitted on rows", "--windows");
    ReadOptions options = DetectorData.like(where.in(reading.readOptions()), detector.model());
    options = normal == null ? options : NormalLabel.of(normal, options);
    RawData raw = DataReader.read(data, options, detector.schema());
    raw.remarks().forEach(common.screen()::remark);
    DetectionReport report =
        DetectionReport.of(detector, raw, raw.labels().isPresent(), normalValue());
    report.write(destination.withFolder().file());
    answer(destination.file(), report.scores().length, report.evaluation().map(e -> e.toMap()));
    return ExitCode.OK;
  }

  private SeriesReport ofSeries(SeriesDetector detector) {
    ReadOptions options =
        DetectorData.like(where.in(reading.readOptions()), detector.detector().model());
    RawData.Table table =
        DetectSeries.read(data, normal == null ? options : NormalLabel.of(normal, options), common);
    return DetectSeries.anomalies(
            detector, table, data, Optional.ofNullable(windows), normalValue(), common)
        .map(anomalies -> SeriesReport.of(detector, table, anomalies))
        .orElseGet(() -> SeriesReport.of(detector, table));
  }

  private Optional<String> normalValue() {
    return Optional.ofNullable(normal)
        .map(text -> NormalLabel.value(text, where.in(reading.readOptions())));
  }

  private void answer(Path page, int rows, Optional<Map<String, Object>> measured) {
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("report", page.toString());
      figures.put("rows", rows);
      measured.ifPresent(figures::putAll);
      common.print(figures);
    }
    common.page().printf("report      %s%n", page);
  }
}
