package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.cells.SpreadCursor;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TableLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tables as text: {@code .csv}, {@code .tsv} and the like. Encoding, separator, header and decimal
 * mark are found out unless given. A column of numbers is numeric, one of dates or times temporal,
 * one of texts categorical, unless nearly all of them differ: then it names the rows and is left
 * out. Empty cells, {@code NA}, {@code N/A}, {@code null} and {@code ?} are missing.
 */
public final class CsvTable {
  /** A column that has been taken for two kinds is read as a third at most. */
  private static final int MOST_PASSES = 3;

  /** From so many bytes on, rows are counted before they are read. */
  private static final long BIG = 1 << 24;

  private static final Set<String> SUMS =
      Set.of(
          "total", "totals", "total:", "grand total", "sum", "average", "summe", "gesamt", "suma");

  private final int expected;
  private final Path path;
  private final TableOptions options;
  private final OpenTable opened;
  private final CsvHeader header;
  private final List<String> remarks;

  private CsvTable(TableSource source, TableOptions options, OpenTable opened, int rows) {
    this.expected = rows;
    this.path = source.path();
    this.options = options;
    this.opened = opened;
    this.header = opened.header();
    this.remarks = new ArrayList<>(opened.remarks());
  }

  /**
   * Reads a table.
   *
   * @throws DataException if the file cannot be read or decoded, has no rows, has a ragged row,
   *     lacks a column that {@code options} names, or has a cell that does not belong in its
   *     column: text among numbers, NaN, an infinity
   */
  public static RawData.Table read(Path path, TableOptions options) {
    return read(TableSource.of(path), options);
  }

  /** The same of a table wherever its rows come from, as long as they can be read again. */
  public static RawData.Table read(TableSource source, TableOptions options) {
    return read(source, options, OptionalInt.empty());
  }

  /**
   * The same, but of big files at most so many rows, evenly spread, so that memory is theirs alone.
   *
   * @param most at least 1
   */
  public static RawData.Table read(TableSource source, TableOptions options, OptionalInt most) {
    OpenTable opened = source.open(options, Optional.empty());
    int rows = expectedRows(source, opened);
    boolean spreads = most.isPresent() && rows > most.getAsInt();
    OpenTable read = spreads ? spread(opened, rows, most.getAsInt()) : opened;
    CsvTable table = new CsvTable(source, options, read, spreads ? most.getAsInt() : rows);
    if (spreads) {
      table.remarks.add(
          String.format(
              Locale.ROOT,
              "%s: of %,d rows %,d are read, evenly spread",
              source.path(),
              rows,
              most.getAsInt()));
    }
    return table.read();
  }

  /** How many rows a big file has: its columns are then as long as they need be at once. */
  private static int expectedRows(TableSource source, OpenTable opened) {
    if (source.bytes() < BIG) {
      return 0;
    }
    int count = 0;
    try (RowCursor rows = opened.again().get()) {
      while (rows.advance()) {
        count++;
      }
    }
    return count;
  }

  private static OpenTable spread(OpenTable opened, int rows, int most) {
    int[] wanted = RowOrder.spread(rows, most);
    return opened.withRows(
        new SpreadCursor(opened.rows(), wanted),
        () -> new SpreadCursor(opened.again().get(), wanted));
  }

  private RawData.Table read() {
    Map<Integer, ColumnBuilder> builders = builders(expected);
    Optional<Integer> labelAt = header.labelPosition(options);
    List<String> labelTexts = new ArrayList<>();
    Map<String, String> seenLabels = new HashMap<>();
    RowLines lines = new RowLines();
    ColumnBuilder.Sighting sum = ColumnBuilder.Sighting.NONE;
    List<ColumnBuilder> first = List.copyOf(builders.values());
    try (RowCursor rows = opened.rows()) {
      while (rows.advance()) {
        RowCells cells = rows.cells();
        lines.add(rows.line());
        sum = mayBeSum(cells) ? ColumnBuilder.Sighting.of(cells, rows.line(), 0) : sum;
        for (ColumnBuilder builder : first) {
          builder.add(cells, rows.line());
        }
        labelAt.ifPresent(
            at -> labelTexts.add(seenLabels.computeIfAbsent(labelText(cells, at), t -> t)));
      }
      remarkSum(sum, lines);
    }
    if (lines.count() == 0) {
      throw header.withoutRows();
    }
    Map<Integer, ColumnBuilder.Outcome> outcomes = outcomes(builders, lines.count());
    return table(outcomes, lines, labelAt.map(_ -> Labels.of(labelTexts)));
  }

  private static boolean mayBeSum(RowCells cells) {
    int length = cells.end(0) - cells.start(0);
    if (length < "sum".length() || length > "grand total".length()) {
      return false;
    }
    char first = Character.toLowerCase(cells.chars()[0]);
    return (first == 't' || first == 's' || first == 'g' || first == 'a')
        && SUMS.contains(cells.text(0).toLowerCase(Locale.ROOT));
  }

  private void remarkSum(ColumnBuilder.Sighting sum, RowLines lines) {
    if (lines.count() > 1 && sum.line() == lines.last()) {
      remarks.add(
          "%s, line %d: the last row begins with '%s' and was read as a row like the others; remove"
                  .formatted(sum.source(), sum.line(), sum.cell())
              + " it if it sums them up");
    }
  }

  /** The class that a cell of the label column names. */
  static String labelText(RowCells cells, int at) {
    String text = cells.text(at);
    return Cell.of(text) == Cell.MISSING ? Labels.MISSING : text;
  }

  private Map<Integer, ColumnBuilder> builders(int rows) {
    CellReading reading = CellReading.of(options, opened.decimal());
    Set<Integer> categorical = new HashSet<>();
    options.categorical().forEach(ref -> categorical.add(header.find(ref, "categorical")));
    Map<Integer, ColumnBuilder> builders = new TreeMap<>();
    for (int i : header.positions(options)) {
      ColumnGuess guess =
          ColumnGuess.of(opened.columns().get(i), Optional.of(reading.decimal()), reading.dates());
      builders.put(i, ColumnBuilder.of(place(i, categorical.contains(i), reading, rows), guess));
    }
    return builders;
  }

  private ColumnBuilder.Place place(
      int position, boolean categorical, CellReading reading, int rows) {
    String name = header.names().get(position);
    return new ColumnBuilder.Place(path.toString(), name, position, categorical, reading, rows);
  }

  /** What the columns are, those read again that were taken for something else at first. */
  private Map<Integer, ColumnBuilder.Outcome> outcomes(
      Map<Integer, ColumnBuilder> builders, int rows) {
    CellReading reading = CellReading.of(options, opened.decimal());
    Map<Integer, ColumnBuilder.Outcome> outcomes = new TreeMap<>();
    Map<Integer, ColumnBuilder> open = builders;
    for (int pass = 1; !open.isEmpty(); pass++) {
      Map<Integer, ColumnBuilder> again = new TreeMap<>();
      for (Map.Entry<Integer, ColumnBuilder> entry : open.entrySet()) {
        int at = entry.getKey();
        ColumnBuilder.Outcome outcome = entry.getValue().outcome();
        if (outcome instanceof ColumnBuilder.Outcome.Mistaken(ColumnGuess guess)) {
          again.put(at, ColumnBuilder.of(place(at, pass == MOST_PASSES, reading, rows), guess));
        } else {
          outcomes.put(at, outcome);
          entry.getValue().remark().ifPresent(remarks::add);
        }
      }
      if (!again.isEmpty()) {
        readAgain(List.copyOf(again.values()), rows);
      }
      open = again;
    }
    return outcomes;
  }

  private void readAgain(List<ColumnBuilder> builders, int rows) {
    int row = 0;
    try (RowCursor again = opened.again().get()) {
      for (; again.advance(); row++) {
        if (row == rows) {
          throw changed();
        }
        for (ColumnBuilder builder : builders) {
          builder.add(again.cells(), again.line());
        }
      }
    }
    if (row != rows) {
      throw changed();
    }
  }

  private DataException changed() {
    return new DataException(path + ": changed while it was being read; read it again");
  }

  private RawData.Table table(
      Map<Integer, ColumnBuilder.Outcome> outcomes, RowLines lines, Optional<Labels> labels) {
    List<Column> columns = new ArrayList<>();
    List<TableLayout.LeftOut> left = new ArrayList<>();
    if (header.rowNames() && !outcomes.containsKey(0)) {
      left.add(new TableLayout.LeftOut(header.names().getFirst(), "names the rows"));
    }
    outcomes.forEach(
        (at, outcome) -> {
          String name = header.names().get(at);
          switch (outcome) {
            case ColumnBuilder.Outcome.Kept(Column column) -> {
              columns.add(column);
              RowNumbers.remark(path, column).ifPresent(remarks::add);
            }
            case ColumnBuilder.Outcome.LeftOut(String reason) -> {
              left.add(new TableLayout.LeftOut(name, reason));
              remarks.add(
                  ("%s: column '%s' was left out: %s (option 'categorical' = \"%s\" takes it in)")
                      .formatted(path, name, reason, name));
            }
            case ColumnBuilder.Outcome.Mistaken _ ->
                throw new IllegalStateException("column '" + name + "' was not read again");
          }
        });
    if (columns.isEmpty()) {
      throw header.withoutColumns();
    }
    return new RawData.Table(
        columns,
        header.named(),
        lines.toArray(),
        labels,
        path.toString(),
        remarks,
        opened.layout(left));
  }
}
