package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.hourglass.base.NearestName;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Cell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of a text table.
 *
 * @param path the file, for messages
 * @param names one per column, distinct
 * @param named whether they stand in the first row; otherwise they are {@code column 1} …
 */
record CsvHeader(Path path, List<String> names, boolean named) {
  /** So many rows are looked at to tell a header from data: perhaps a header, and a hundred. */
  static final int SAMPLE = 101;

  /**
   * @throws DataException if the file is empty or names a column twice
   */
  static CsvHeader of(CsvRecords records, TableOptions options) {
    List<CsvRecord> sample = new ArrayList<>();
    records.forEach(
        (line, cells) -> {
          sample.add(cells);
          return sample.size() < SAMPLE;
        });
    return of(records.path(), sample, options);
  }

  /**
   * Of a table that begins with these rows, {@link #SAMPLE} of them or all it has.
   *
   * @throws DataException if there are none, or the first names a column twice
   */
  static CsvHeader of(Path path, List<CsvRecord> rows, TableOptions options) {
    List<List<String>> sample = rows.stream().map(CsvHeader::stripped).toList();
    if (sample.isEmpty()) {
      throw new DataException(path + ": is empty; give a table with at least one row");
    }
    List<String> first = sample.getFirst();
    boolean named =
        switch (options.header()) {
          case YES -> true;
          case NO -> false;
          case AUTO -> looksLikeNames(first, sample.subList(1, sample.size()));
        };
    List<String> names = new ArrayList<>();
    Map<String, Integer> position = new HashMap<>();
    for (int i = 0; i < first.size(); i++) {
      String name = named && !first.get(i).isEmpty() ? first.get(i) : "column " + (i + 1);
      Integer before = position.put(name, i);
      if (before != null) {
        throw new DataException(
            "%s: columns %d and %d are both named '%s'; rename one of them"
                .formatted(path, before + 1, i + 1, name));
      }
      names.add(name);
    }
    return new CsvHeader(path, List.copyOf(names), named);
  }

  private static List<String> stripped(CsvRecord cells) {
    return cells.getFields().stream().map(String::strip).toList();
  }

  /**
   * Every column votes: a text over numbers speaks for a header, a number over numbers against it,
   * unless the first row counts upwards as default names do. When no column has numbers, a first
   * row whose texts never come again is a header.
   */
  private static boolean looksLikeNames(List<String> first, List<List<String>> rest) {
    int votes = 0;
    boolean anyNumbers = false;
    boolean comesAgain = false;
    for (int c = 0; c < first.size(); c++) {
      boolean numeric = false;
      boolean text = false;
      for (List<String> row : rest) {
        Cell cell = Cell.of(row.get(c));
        numeric |= cell == Cell.NUMBER;
        text |= cell == Cell.TEXT;
        comesAgain |= row.get(c).equals(first.get(c)) && cell == Cell.TEXT;
      }
      anyNumbers |= numeric;
      Cell head = Cell.of(first.get(c));
      if (numeric && !text) {
        votes += head == Cell.TEXT ? 1 : head == Cell.NUMBER && !countsOn(first, c) ? -1 : 0;
      }
    }
    if (votes != 0) {
      return votes > 0;
    }
    if (first.stream().anyMatch(cell -> Cell.of(cell) != Cell.TEXT)) {
      return first.size() > 3 && countsOn(first, 1) && countsOn(first, 2) && anyNumbers;
    }
    return !comesAgain;
  }

  /** Whether this cell is one more than its left neighbour, or one less than its right one. */
  private static boolean countsOn(List<String> cells, int c) {
    String cell = cells.get(c);
    if (!cell.matches("\\d{1,9}")) {
      return false;
    }
    int value = Integer.parseInt(cell);
    boolean afterLeft = c > 0 && cells.get(c - 1).equals(Integer.toString(value - 1));
    boolean beforeRight =
        c + 1 < cells.size() && cells.get(c + 1).equals(Integer.toString(value + 1));
    boolean leftIsNumber = c > 0 && Cell.of(cells.get(c - 1)) == Cell.NUMBER;
    return leftIsNumber ? afterLeft : beforeRight;
  }

  /** Where the label column lies, from 0, if there is one. */
  Optional<Integer> labelPosition(TableOptions options) {
    return options.label().map(reference -> find(reference, "label-column"));
  }

  /**
   * Where the columns lie that are neither the label nor left out, ascending from 0.
   *
   * @throws DataException if there are none, or {@code options} name a column that does not exist
   */
  List<Integer> positions(TableOptions options) {
    Set<Integer> left = new HashSet<>();
    labelPosition(options).ifPresent(left::add);
    options.ignore().forEach(reference -> left.add(find(reference, "ignore")));
    List<Integer> positions =
        IntStream.range(0, names.size()).filter(i -> !left.contains(i)).boxed().toList();
    if (positions.isEmpty()) {
      throw new DataException(
          path
              + ": no column is left to learn from after the label and the ignored ones; it has "
              + names);
    }
    return positions;
  }

  /** What is said of a table with nothing under its header. */
  DataException withoutRows() {
    return new DataException(
        path
            + (named
                ? ": has a header but no rows; give a table with at least one row"
                : ": is empty; give a table with at least one row"));
  }

  /**
   * Where a column lies, from 0.
   *
   * @param reference its name, or its 1-based position, or a negative position from the end
   * @param option what it was named by, for the message
   * @throws DataException if there is no such column
   */
  int find(String reference, String option) {
    int byName = names.indexOf(reference.strip());
    if (byName >= 0) {
      return byName;
    }
    if (reference.strip().matches("-?\\d{1,9}")) {
      int position = Integer.parseInt(reference.strip());
      int index = position > 0 ? position - 1 : position < 0 ? names.size() + position : -1;
      if (index >= 0 && index < names.size()) {
        return index;
      }
    }
    throw new DataException(
        ("%s: has no column '%s' (option '%s'). %sIts columns are %s. Give a name, a position from"
                + " 1, or -1 for the last")
            .formatted(
                path,
                reference,
                option,
                NearestName.suggestion(reference.strip(), names.stream()),
                ShortList.of(names)));
  }
}
