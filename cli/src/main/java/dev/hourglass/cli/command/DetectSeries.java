package dev.hourglass.cli.command;

import dev.hourglass.base.Decimal;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.LabelledWindows;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.RowForm;
import dev.hourglass.tasks.anomaly.AnomalyLabels;
import dev.hourglass.tasks.anomaly.Verdict;
import dev.hourglass.tasks.anomaly.series.SeriesDetector;
import dev.hourglass.tasks.anomaly.series.SeriesEvaluation;
import dev.hourglass.tasks.anomaly.series.SeriesOptions;
import dev.hourglass.tasks.anomaly.series.SeriesScores;
import dev.hourglass.tasks.anomaly.series.SeriesWindows;
import dev.hourglass.tasks.anomaly.series.TimeSeries;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the detect commands do where rows are a time series. */
final class DetectSeries {
  private DetectSeries() {}

  /** A table that is a series. */
  static RawData.Table read(String source, ReadOptions options, CommonFlags common) {
    RawData raw = DataReader.read(source, options);
    raw.remarks().forEach(common.screen()::remark);
    if (raw instanceof RawData.Table table) {
      return table;
    }
    throw new DataException(
        source + ": is an array, but a time series is a table with a column of times");
  }

  /**
   * Which rows are anomalies: those in labelled windows where such are given, else those of other
   * labels than the normal one; nothing where there is neither.
   *
   * @param source that the table was read from, as the windows' file calls it
   * @param normal the label of normal rows, where it is named
   */
  static Optional<boolean[]> anomalies(
      SeriesDetector detector,
      RawData.Table table,
      String source,
      Optional<Path> windows,
      Optional<String> normal,
      CommonFlags common) {
    if (windows.isPresent()) {
      return Optional.of(LabelledWindows.of(windows.get(), source, table, detector.timeColumn()));
    }
    if (table.labels().isEmpty()) {
      return Optional.empty();
    }
    AnomalyLabels labels = AnomalyLabels.of(table, normal);
    labels.remarks().forEach(common.screen()::remark);
    return Optional.of(labels.anomalies());
  }

  /** A table of which the values of anomalous rows are missing, so that no window holds them. */
  static RawData.Table normalRows(RawData.Table table, AnomalyLabels labels) {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column instanceof Column.Numeric(String name, double[] values)) {
        double[] normal = values.clone();
        for (int i = 0; i < normal.length; i++) {
          normal[i] = labels.anomalies()[i] ? Double.NaN : normal[i];
        }
        columns.add(new Column.Numeric(name, normal));
      } else {
        columns.add(column);
      }
    }
    return new RawData.Table(
        columns,
        table.named(),
        table.lines(),
        table.labels(),
        table.source(),
        List.of(),
        table.layout());
  }

  static void fit(RawData.Table table, SeriesOptions options, Path out, CommonFlags common) {
    SeriesDetector.Fitted fitted = SeriesDetector.fit(table, options, common.kernels());
    SeriesScores scores = fitted.scores();
    scores.series().remarks().forEach(common.screen()::remark);
    SeriesDetector detector = fitted.detector();
    detector.save(out);
    SeriesWindows windows = detector.windows();
    int flagged = count(scores.flagged());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", out.toString());
    figures.put("regime", detector.detector().regime().text());
    figures.put("rows", table.size());
    figures.put("points", scores.points().length);
    figures.put("step", TimeSeries.duration(detector.step()));
    figures.put("window", windows.length());
    figures.put("stride", windows.stride());
    figures.put("period", windows.period());
    figures.put("thresholdRule", detector.thresholdRule().text());
    figures.put("threshold", detector.threshold());
    figures.put("flagged", flagged);
    if (common.json) {
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "series      %,d points of %s, windows of %d, %s%nthreshold   %s by %s: %,d points"
                + " flagged%nmodel       %s%n",
            scores.points().length,
            figures.get("step"),
            windows.length(),
            windows.period() > 0
                ? "a period of %d (%s)"
                    .formatted(
                        windows.period(), TimeSeries.duration(windows.period() * detector.step()))
                : "no period",
            Progress.figure(detector.threshold()),
            detector.thresholdRule().text(),
            flagged,
            out);
  }

  static void evaluate(
      SeriesDetector detector, RawData.Table table, boolean[] anomalies, CommonFlags common) {
    SeriesEvaluation evaluation = SeriesEvaluation.of(detector, table, anomalies);
    evaluation.scores().series().remarks().forEach(common.screen()::remark);
    if (common.json) {
      common.print(evaluation.toMap(detector));
      return;
    }
    PrintStream page = common.page();
    page.printf(
        Locale.ROOT,
        "points              %,d, %d labelled windows%n",
        evaluation.anomalies().length,
        evaluation.windows());
    page.printf("                    detector   PCA on the same windows%n");
    SeriesEvaluation.Figures own = evaluation.detector();
    SeriesEvaluation.Figures pca = evaluation.pca();
    line(page, "NAB score", "%10.2f %10.2f", own.nab(), pca.nab());
    line(page, "VUS-PR", "%10.4f %10.4f", own.vusPr(), pca.vusPr());
    line(page, "roc auc", "%10.4f %10.4f", own.ranking().rocAuc(), pca.ranking().rocAuc());
    line(
        page,
        "average precision",
        "%10.4f %10.4f",
        own.ranking().averagePrecision(),
        pca.ranking().averagePrecision());
    line(page, "windows found", "%10d %10d", own.found(), pca.found());
    line(page, "points flagged", "%10d %10d", own.flagged(), pca.flagged());
  }

  private static void line(PrintStream page, String name, String format, Object... figures) {
    page.printf(Locale.ROOT, "%-18s" + format + "%n", concatenated(name, figures));
  }

  private static Object[] concatenated(String name, Object[] figures) {
    Object[] all = new Object[figures.length + 1];
    all[0] = name;
    System.arraycopy(figures, 0, all, 1, figures.length);
    return all;
  }

  /** Writes rows with what is said of their points. */
  static void write(RawData.Table table, SeriesScores scores, RowForm form, OutputStream out)
      throws IOException {
    List<String> names = new ArrayList<>(table.columnNames());
    if (form == RowForm.CSV) {
      List<String> header = new ArrayList<>(names);
      header.addAll(List.of("score", "flag", "percentile", "pValue"));
      out.write((form.text(List.of(), header) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < table.size(); i++) {
      List<String> cells = new ArrayList<>();
      for (Column column : table.columns()) {
        cells.add(cell(column, i));
      }
      Verdict verdict = scores.ofRow(i);
      boolean known = !Double.isNaN(verdict.score());
      if (form == RowForm.CSV) {
        cells.add(known ? Float.toString((float) verdict.score()) : "");
        cells.add(verdict.flagged() ? "1" : "0");
        cells.add(known ? Float.toString((float) verdict.percentile()) : "");
        cells.add(known ? Float.toString((float) verdict.pValue()) : "");
        text.append(form.text(List.of(), cells));
      } else {
        text.append('{').append(form.text(names, cells));
        text.append(",\"score\":").append(known ? (float) verdict.score() : null);
        text.append(",\"flag\":").append(verdict.flagged());
        text.append(",\"percentile\":").append(known ? (float) verdict.percentile() : null);
        text.append(",\"pValue\":").append(known ? (float) verdict.pValue() : null).append('}');
      }
      text.append('\n');
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String cell(Column column, int row) {
    if (column.isMissing(row)) {
      return "";
    }
    return switch (column) {
      case Column.Numeric numbers -> Decimal.text(numbers.values()[row]);
      case Column.Categorical texts -> texts.categories().get(texts.codes()[row]);
      case Column.Temporal times -> times.format().text(times.days()[row]);
    };
  }

  static int count(boolean[] flags) {
    return (int) IntStream.range(0, flags.length).filter(i -> flags[i]).count();
  }

  /** The rows whose points are flagged. */
  static int flaggedRows(SeriesScores scores) {
    return (int) Arrays.stream(scores.series().pointOfRow()).filter(scores::isFlagged).count();
  }
}
