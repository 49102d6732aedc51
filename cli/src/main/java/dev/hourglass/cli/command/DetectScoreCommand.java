package dev.hourglass.cli.command;

import dev.hourglass.base.Reason;
import dev.hourglass.base.ShortList;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.WhereFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.RowForm;
import dev.hourglass.data.table.TableOptions;
import dev.hourglass.data.table.TableRows;
import dev.hourglass.data.table.TableSchema;
import dev.hourglass.data.table.TableSource;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.Drift;
import dev.hourglass.tasks.anomaly.series.SeriesDetector;
import dev.hourglass.tasks.anomaly.series.SeriesScores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores rows as they come. */
@Command(
    name = "score",
    header = "Score the rows of a table as they come, and say what is odd about the odd ones.",
    description = {
      "",
      "Every row is written with all its columns, in order, and behind them its score, whether it"
          + " is flagged, its percentile among rows like the fitted ones and its p-value; with"
          + " --explain what made flagged ones odd. Memory does not grow with the number of rows."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass detect score payments.safetensors new.csv --explain 3 --out scored.csv",
      "  tail -n +1 log.csv | hourglass detect score pump.safetensors - --format jsonl"
    })
public final class DetectScoreCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  /** What rows are written as. */
  public enum Format {
    CSV(RowForm.CSV),
    JSONL(RowForm.JSON);

    private final RowForm form;

    Format(RowForm form) {
      this.form = form;
    }
  }

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file of detect fit.")
  Path model;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "A table with the columns that were fitted, or - for standard input.")
  String data;

  @Option(
      names = "--format",
      paramLabel = "csv|jsonl",
      description =
          "What is written: CSV, or a JSON object a line. Default: jsonl for rows that came as"
              + " JSON, else csv.")
  Format format;

  @Option(
      names = "--explain",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Name the N columns that contributed most to the score of each flagged row.")
  Integer explain;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the rows go. Default: standard output.")
  Path out;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description =
          "Where rows go that cannot be scored, with their line and the reason, as CSV. Without it"
              + " they are counted.")
  Path rejects;

  @Option(names = "--strict", description = "Stop at the first row that cannot be scored.")
  boolean strict;

  @Mixin DataFlags reading;
  @Mixin WhereFlag where;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    if (common.json && out == null) {
      throw new Mistake(
          "--json prints to standard output, where the rows go; give --out FILE for them too");
    }
    if (strict && rejects != null) {
      throw new Mistake(
          "--strict and --rejects cannot be combined: nothing is put aside where a bad row stops"
              + " everything");
    }
    Detector detector = Detector.load(model, common.kernels());
    if (out != null) {
      Destination.folder("--out", out.toAbsolutePath().getParent());
    }
    if (SeriesDetector.isOfSeries(detector)) {
      scoreSeries(SeriesDetector.of(detector));
      return ExitCode.OK;
    }
    Drift drift = detector.drift();
    try (RejectedRows put = RejectedRows.of(rejects, strict)) {
      ScoredRows scored = new ScoredRows(detector, explain == null ? 0 : explain);
      scored(detector, put, scored, drift);
      report(put, scored, drift);
    }
    return ExitCode.OK;
  }

  private void scoreSeries(SeriesDetector detector) {
    if (data.equals(STANDARD_INPUT)) {
      throw new Mistake("a time series is scored as a whole; give the file instead of -");
    }
    if (explain != null || rejects != null || strict) {
      throw new Mistake(
          "--explain, --rejects and --strict are of rows by themselves, but %s was fitted on a time series"
              .formatted(model));
    }
    RawData.Table table =
        DetectSeries.read(
            data,
            DetectorData.like(where.in(reading.readOptions()), detector.detector().model()),
            common);
    SeriesScores scores = detector.score(table);
    scores.series().remarks().forEach(common.screen()::remark);
    if (out == null) {
      try {
        DetectSeries.write(table, scores, form().orElse(RowForm.CSV), System.out);
      } catch (IOException e) {
        throw new UncheckedIOException("standard output cannot be written: " + Reason.of(e), e);
      }
    } else {
      new Destination(out, Destination.Kind.CSV)
          .withFolder()
          .write(file -> DetectSeries.write(table, scores, form().orElse(RowForm.CSV), file));
    }
    int flagged = DetectSeries.flaggedRows(scores);
    common
        .screen()
        .say(
            String.format(
                Locale.ROOT,
                "%,d %s scored, %,d flagged",
                table.size(),
                table.size() == 1 ? "row" : "rows",
                flagged));
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("rows", table.size());
      figures.put("flagged", flagged);
      common.print(figures);
    }
  }

  private void scored(Detector detector, RejectedRows put, ScoredRows scored, Drift drift) {
    try (TableRows rows = open(detector, put)) {
      rows.remarks().forEach(common.screen()::remark);
      remarkOthers(detector, rows.columnNames());
      if (out == null) {
        writeOut(scored, rows, drift);
      } else {
        new Destination(out, Destination.Kind.CSV)
            .withFolder()
            .write(file -> scored.write(rows, drift, file));
      }
      rows.lateRemarks().forEach(common.screen()::warn);
    }
  }

  private static void writeOut(ScoredRows scored, TableRows rows, Drift drift) {
    try {
      scored.write(rows, drift, System.out);
    } catch (IOException e) {
      throw new UncheckedIOException("standard output cannot be written: " + Reason.of(e), e);
    }
  }

  private TableRows open(Detector detector, RejectedRows put) {
    TableOptions options =
        DetectorData.like(where.in(reading.readOptions()), detector.model()).table();
    if (data.equals(STANDARD_INPUT)) {
      Path name = Path.of("standard input");
      return TableRows.open(name, System.in, detector.schema(), options, form(), put::add);
    }
    Path path = Path.of(data);
    if (Files.isRegularFile(path) || Files.isDirectory(path) || !Files.exists(path)) {
      TableSource source = TableSource.of(data);
      return TableRows.open(source, detector.schema(), options, form(), put::add);
    }
    try {
      InputStream pipe = Files.newInputStream(path);
      return TableRows.open(path, pipe, detector.schema(), options, form(), put::add);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private Optional<RowForm> form() {
    return Optional.ofNullable(format).map(chosen -> chosen.form);
  }

  private void remarkOthers(Detector detector, List<String> names) {
    TableSchema schema = detector.schema();
    if (!schema.named()) {
      return;
    }
    Set<String> fitted =
        schema.columns().stream().map(TableSchema.ColumnType::name).collect(Collectors.toSet());
    List<String> others = names.stream().filter(name -> !fitted.contains(name)).toList();
    if (!others.isEmpty()) {
      common
          .screen()
          .remark(
              "columns that were not fitted are passed on and do not count: "
                  + ShortList.of(others));
    }
  }

  private void report(RejectedRows put, ScoredRows scored, Drift drift) {
    drift.remarks().forEach(common.screen()::warn);
    if (put.count() > 0) {
      common
          .screen()
          .warn(
              String.format(
                  Locale.ROOT,
                  "%,d %s could not be scored%s; the first: %s",
                  put.count(),
                  put.count() == 1 ? "row" : "rows",
                  rejects == null ? " (--rejects FILE keeps them)" : " and are in " + rejects,
                  put.first()));
    }
    common
        .screen()
        .say(
            String.format(
                Locale.ROOT,
                "%,d %s scored, %,d flagged",
                scored.rows(),
                scored.rows() == 1 ? "row" : "rows",
                scored.flagged()));
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("rows", scored.rows());
      figures.put("flagged", scored.flagged());
      figures.put("rejected", put.count());
      Map<String, Object> movements = new LinkedHashMap<>();
      drift.movements().forEach(m -> movements.put(m.column(), m.index()));
      figures.put("drift", movements);
      common.print(figures);
    }
  }
}
