package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.hourglass.data.cells.RowCells;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The first rows of a table as one separator cuts them, and what follows from their widths.
 *
 * @param separator the separator
 * @param titles how many lines above the first row are no rows but titles
 * @param rows the header, or first row, and what is below it
 * @param shape how their widths go together
 * @param width how many columns there are
 */
record SampledRows(char separator, int titles, List<List<String>> rows, Shape shape, int width) {
  /** How the widths of header and rows go together. */
  enum Shape {
    EQUAL,
    /** A separator at the end begins no column. */
    TRAILING,
    /** The header has no name for the rows' names before each row. */
    ROW_NAMES,
    RAGGED
  }

  private static final int MOST_ROWS = 1000;
  private static final int MOST_CELLS = 1 << 21;
  private static final int TYPED_ROWS = 100;

  /** One row as it was cut. */
  private record Row(int line, List<String> cells, boolean firstQuoted) {
    int filled() {
      return (int) cells.stream().filter(cell -> !cell.isEmpty()).count();
    }

    boolean endsEmpty() {
      return cells.size() > 1 && cells.getLast().isEmpty();
    }
  }

  /**
   * Cuts a text.
   *
   * @param text from the line on where the table may begin
   * @param isWhole whether nothing comes behind it
   */
  static SampledRows of(String text, boolean isWhole, Dialect.Marks marks, boolean comments) {
    char separator = marks.separator();
    List<Row> rows = cut(text, isWhole, marks, comments);
    if (rows.isEmpty()) {
      return new SampledRows(separator, 0, List.of(), Shape.RAGGED, 0);
    }
    int usual = usualWidth(rows);
    int first = 0;
    while (first < rows.size() - 1 && isTitle(rows, first, usual)) {
      first++;
    }
    List<Row> table = rows.subList(first, rows.size());
    int titles = table.getFirst().line() - 1;
    int below = usualWidth(table.size() > 1 ? table.subList(1, table.size()) : table);
    Shape shape = shape(table, below);
    int width = shape == Shape.RAGGED ? usualWidth(table) : below;
    int columns =
        switch (shape) {
          case EQUAL, ROW_NAMES, RAGGED -> width;
          case TRAILING -> Math.min(width, lastEmpty(table) ? width - 1 : width);
        };
    List<List<String>> cells =
        table.stream()
            .map(Row::cells)
            .map(row -> row.size() > columns ? List.copyOf(row.subList(0, columns)) : row)
            .toList();
    return new SampledRows(separator, titles, cells, shape, columns);
  }

  private static List<Row> cut(
      String text, boolean isWhole, Dialect.Marks marks, boolean comments) {
    List<Row> rows = new ArrayList<>();
    long cells = 0;
    boolean all = false;
    try (CsvReader<RowCells> reader =
        CsvCursor.reader("", new StringReader(text), marks, comments)) {
      for (var each = reader.iterator(); rows.size() < MOST_ROWS && cells < MOST_CELLS; ) {
        if (!each.hasNext()) {
          all = true;
          break;
        }
        RowCells row = each.next();
        if (row.isBlank() && marks.separator() != Dialect.NOTHING) {
          continue;
        }
        rows.add(new Row(row.line(), row.texts(), row.isQuoted(0)));
        cells += row.count();
      }
    } catch (CsvParseException e) {
      // Whoever reads it in earnest will say so; what came before tells how it is written.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (all && !isWhole && rows.size() > 1) {
      rows.removeLast(); // it may be cut off
    }
    return rows;
  }

  /** The width of most rows, the larger where two are as frequent. */
  private static int usualWidth(List<Row> rows) {
    Map<Integer, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row.cells().size(), 1, Integer::sum));
    int best = 0;
    for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
      int most = counts.getOrDefault(best, 0);
      if (entry.getValue() > most || entry.getValue() == most && entry.getKey() > best) {
        best = entry.getKey();
      }
    }
    return best;
  }

  /** A single text above a table of several columns. */
  private static boolean isTitle(List<Row> rows, int at, int width) {
    Row row = rows.get(at);
    if (width < 2 || row.filled() > 1) {
      return false;
    }
    if (row.cells().size() < width) {
      return row.cells().size() < width - 1 || !namesRows(rows.subList(at, rows.size()));
    }
    // As spreadsheets write it: a title and nothing in the other columns, over a full row.
    int next = at + 1;
    while (next < rows.size() - 1 && rows.get(next).filled() == 0) {
      next++;
    }
    return width > 2 && rows.get(next).filled() == width;
  }

  private static Shape shape(List<Row> table, int width) {
    Row head = table.getFirst();
    List<Row> body = table.subList(1, table.size());
    if (body.stream().anyMatch(row -> row.cells().size() != width)) {
      return Shape.RAGGED;
    }
    int above = head.cells().size();
    if (above == width) {
      boolean trailing = table.size() > 1 && lastEmpty(table) && head.endsEmpty();
      return trailing ? Shape.TRAILING : Shape.EQUAL;
    }
    if (above == width + 1 && head.endsEmpty() || above == width - 1 && lastEmpty(table)) {
      return Shape.TRAILING;
    }
    return above == width - 1 && namesRows(table) ? Shape.ROW_NAMES : Shape.RAGGED;
  }

  /** Whether every row below the first ends in a separator with nothing behind. */
  private static boolean lastEmpty(List<Row> table) {
    return table.size() > 1 && table.stream().skip(1).allMatch(Row::endsEmpty);
  }

  /** Whether the rows below a header begin with what may be their names. */
  private static boolean namesRows(List<Row> table) {
    List<Row> body = table.subList(1, table.size());
    if (body.isEmpty()) {
      return false;
    }
    if (body.stream().allMatch(Row::firstQuoted)
        || counts(body.stream().map(row -> row.cells().getFirst()).toList())) {
      return true;
    }
    Set<String> names = new HashSet<>();
    body.forEach(row -> names.add(row.cells().getFirst()));
    boolean texts = names.stream().noneMatch(name -> name.matches("[-+]?[0-9.,]*"));
    return names.size() == body.size() && (texts || body.getFirst().cells().size() > 2);
  }

  /** Whether cells count from 0 or 1. */
  private static boolean counts(List<String> cells) {
    if (cells.isEmpty() || !cells.getFirst().equals("0") && !cells.getFirst().equals("1")) {
      return false;
    }
    int start = Integer.parseInt(cells.getFirst());
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).equals(Integer.toString(start + i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first column below the first row counts from 0 or 1. */
  boolean hasIndex() {
    return counts(columns(1, MOST_ROWS).getFirst());
  }

  /** How many things had to be explained: titles, names of rows. */
  int oddities() {
    return (titles > 0 ? 1 : 0) + (shape == Shape.ROW_NAMES ? 1 : 0);
  }

  /** The share of rows that are as wide as most. */
  double evenness() {
    return rows.stream().filter(row -> row.size() == width).count() / (double) rows.size();
  }

  /** The cells of each column below the first row, at most so many. */
  List<List<String>> columns(int from, int mostRows) {
    List<List<String>> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      List<String> column = new ArrayList<>();
      for (int r = from; r < rows.size() && column.size() < mostRows; r++) {
        if (c < rows.get(r).size()) {
          column.add(rows.get(r).get(c));
        }
      }
      columns.add(column);
    }
    return columns;
  }

  /** The share of columns that are numbers, dates or times throughout. */
  double typedShare() {
    int typed = 0;
    for (List<String> column : columns(Math.min(1, rows.size() - 1), TYPED_ROWS)) {
      typed += ColumnGuess.isPure(column, Optional.empty(), Optional.empty()) ? 1 : 0;
    }
    return width == 0 ? 0 : typed / (double) width;
  }
}
