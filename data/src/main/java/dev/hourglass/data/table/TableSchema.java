package dev.hourglass.data.table;

import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TemporalFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the columns of a table are known to be before it is read, so that a part of it is read as
 * the whole would be: what looks like numbers in one block may be categories in the next.
 *
 * @param named whether columns are matched by name where the table has a header too; otherwise they
 *     are matched by position, without the label column and those left out
 * @param columns the columns in order
 * @param decimal the decimal mark of numbers that may have either
 */
public record TableSchema(boolean named, List<ColumnType> columns, DecimalMark decimal) {

  /** What a column holds. */
  public sealed interface ColumnKind {
    /** Finite numbers. */
    record Numeric() implements ColumnKind {}

    /** Texts. */
    record Categorical() implements ColumnKind {}

    /** Dates or times written in this way, or in another way that all of them have. */
    record Temporal(TemporalFormat format) implements ColumnKind {}
  }

  /** A column's name and what it holds. */
  public record ColumnType(String name, ColumnKind kind) {}

  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** So many columns of numbers, matched by position. */
  public static TableSchema numbers(int columns) {
    List<ColumnType> types = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      types.add(new ColumnType("column " + i, new ColumnKind.Numeric()));
    }
    return new TableSchema(false, types, DecimalMark.POINT);
  }

  /**
   * What to read of a table, and as what: the columns that are asked for, or all where one of them
   * is not there, so that whoever misses it can say what is. Unknown columns are texts.
   *
   * @param header of the table
   * @param options what the label is, and what to leave out
   * @return the kind by position, in the table's order
   */
  List<Chosen> choose(CsvHeader header, TableOptions options) {
    Map<String, ColumnKind> kinds = new HashMap<>();
    columns.forEach(column -> kinds.put(column.name(), column.kind()));
    List<Integer> positions = header.positions(options, kinds.keySet());
    ColumnKind unknown = new ColumnKind.Categorical();
    List<Chosen> all = new ArrayList<>();
    boolean more = positions.size() > columns.size();
    if (!named && !header.named() && more && hasGaps(header, kinds.keySet())) {
      // Names are positions here, and not all of the training file's columns were learned from.
      columns.forEach(c -> all.add(new Chosen(header.names().indexOf(c.name()), c.kind())));
      return all;
    }
    if (!named || !header.named()) {
      for (int i = 0; i < positions.size(); i++) {
        ColumnKind kind = i < columns.size() ? columns.get(i).kind() : unknown;
        all.add(new Chosen(positions.get(i), kind));
      }
      return all;
    }
    for (int position : positions) {
      String name = header.names().get(position);
      all.add(new Chosen(position, kinds.getOrDefault(name, unknown)));
    }
    List<Chosen> wanted =
        all.stream().filter(c -> kinds.containsKey(header.names().get(c.position()))).toList();
    return wanted.size() == kinds.size() ? wanted : all;
  }

  /** Whether the columns, named by their positions, are not simply the first ones. */
  private boolean hasGaps(CsvHeader header, Set<String> wanted) {
    List<String> first = header.names().subList(0, columns.size());
    return header.names().containsAll(wanted) && !wanted.containsAll(first);
  }

  /** A column to read: where it lies, from 0, and as what. */
  record Chosen(int position, ColumnKind kind) {}
}
