package dev.hourglass.data.table;

import dev.hourglass.base.NearestName;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
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
 * @param line the 1-based line of the names, or of the first row where there are none
 * @param names one per column, distinct
 * @param named whether they stand in the file; otherwise they are {@code column 1} …
 * @param rowNames whether the first column holds the rows' names, and is left out
 */
record CsvHeader(Path path, int line, List<String> names, boolean named, boolean rowNames) {
  /** More of them are counted. */
  private static final int MOST_RENAMED = 12;

  CsvHeader {
    names = List.copyOf(names);
  }

  /**
   * The header that names columns so, a later one of the same name being called {@code name.2} …
   * unless one of them is left out.
   *
   * @param found as they stand in the file; empty ones are called {@code column 1} …
   * @param remarks where to say what was done
   * @throws DataException if {@code options} name a column that does not exist, or one of several
   */
  static CsvHeader of(
      Path path,
      int line,
      List<String> found,
      boolean rowNames,
      TableOptions options,
      List<String> remarks) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      names.add(found.get(i).isEmpty() ? "column " + (i + 1) : found.get(i));
    }
    CsvHeader plain = new CsvHeader(path, line, names, true, rowNames);
    if (new HashSet<>(names).size() == names.size()) {
      return plain;
    }
    Set<Integer> left = new HashSet<>();
    options.ignore().forEach(reference -> left.add(plain.find(reference, "ignore")));
    Distinct distinct = new Distinct(names);
    List<String> renamed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!left.contains(i) && !distinct.take(i)) {
        int first = distinct.first(i);
        String other = distinct.another(i);
        renamed.add(
            ("columns %d and %d are both named '%s'; the later one is called '%s' (option"
                    + " 'ignore' = %d leaves it out)")
                .formatted(first + 1, i + 1, names.get(i), other, i + 1));
        names.set(i, other);
      }
    }
    renamed.stream()
        .limit(MOST_RENAMED)
        .forEach(sentence -> remarks.add("%s: %s".formatted(path, sentence)));
    if (renamed.size() > MOST_RENAMED) {
      remarks.add(
          "%s: %,d more columns are named as others are and called otherwise"
              .formatted(path, renamed.size() - MOST_RENAMED));
    }
    for (int i : left) {
      if (!distinct.take(i)) {
        names.set(i, distinct.another(i));
      }
    }
    return new CsvHeader(path, line, names, true, rowNames);
  }

  /** Makes names differ; there may be as many as a table has columns. */
  private static final class Distinct {
    private final List<String> names;
    private final Set<String> all;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    Distinct(List<String> names) {
      this.names = names;
      this.all = new HashSet<>(names);
    }

    /** Whether column {@code i} is the first of its name. */
    boolean take(int i) {
      return taken.putIfAbsent(names.get(i), i) == null;
    }

    /** The first column of its name. */
    int first(int i) {
      return taken.get(names.get(i));
    }

    /** A name for column {@code i} that no column has: its own with the next number. */
    String another(int i) {
      String name = names.get(i);
      String other;
      do {
        other = name + "." + numbers.merge(name, 2, (number, _) -> number + 1);
      } while (!all.add(other));
      return other;
    }
  }

  /** The header of a table that has none. */
  static CsvHeader unnamed(Path path, int line, int width) {
    List<String> names = IntStream.rangeClosed(1, width).mapToObj(i -> "column " + i).toList();
    return new CsvHeader(path, line, names, false, false);
  }

  /** How many cells every row has. */
  int width() {
    return names.size();
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
    return positions(options, Set.of());
  }

  /** The same with the rows' names where they are among the {@code wanted}. */
  List<Integer> positions(TableOptions options, Set<String> wanted) {
    Set<Integer> left = new HashSet<>();
    if (rowNames && !wanted.contains(names.getFirst())) {
      left.add(0);
      options.categorical().forEach(reference -> left.remove(find(reference, "categorical")));
    }
    labelPosition(options).ifPresent(left::add);
    options.ignore().forEach(reference -> left.add(find(reference, "ignore")));
    Set<Integer> chosen = new HashSet<>();
    options.columns().forEach(reference -> chosen.add(find(reference, "columns")));
    List<Integer> positions =
        IntStream.range(0, names.size())
            .filter(i -> !left.contains(i) && (chosen.isEmpty() || chosen.contains(i)))
            .boxed()
            .toList();
    if (positions.isEmpty()) {
      throw withoutColumns();
    }
    return positions;
  }

  /** What is said when all columns are left out. */
  DataException withoutColumns() {
    return new DataException(
        path
            + ": no column is left to learn from after the label and those left out; it has "
            + ShortList.of(names));
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
   * @throws DataException if there is no such column, or more than one
   */
  int find(String reference, String option) {
    String wanted = reference.strip();
    int byName = names.indexOf(wanted);
    if (byName >= 0 && byName == names.lastIndexOf(wanted)) {
      return byName;
    }
    if (byName >= 0) {
      throw new DataException(
          "%s: columns %d and %d are both named '%s' (option '%s'); give the position of the one"
                  .formatted(path, byName + 1, names.lastIndexOf(wanted) + 1, wanted, option)
              + " that is meant");
    }
    if (wanted.matches("-?\\d{1,9}")) {
      int position = Integer.parseInt(wanted);
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
                NearestName.suggestion(wanted, names.stream()),
                ShortList.of(names)));
  }
}
