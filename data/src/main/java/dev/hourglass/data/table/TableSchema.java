package dev.hourglass.data.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the columns of a table are known to be before it is read, so that a part of it is read as
 * the whole would be: what looks like numbers in one block may be categories in the next.
 *
 * @param named whether columns are matched by name where the table has a header too; otherwise they
 *     are matched by position, without the label column and those left out
 * @param columns the columns in order
 */
public record TableSchema(boolean named, List<ColumnType> columns) {

  /** What a column holds. */
  public enum ColumnKind {
    /** Finite numbers. */
    NUMERIC,
    /** Texts. */
    CATEGORICAL
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
      types.add(new ColumnType("column " + i, ColumnKind.NUMERIC));
    }
    return new TableSchema(false, types);
  }

  /**
   * What to read of a table, and as what: the columns that are asked for, or all where one of them
   * is not there, so that whoever misses it can say what is. Unknown columns are texts.
   *
   * @param header of the table
   * @param positions those of its columns that may be read
   * @return the kind by position, in the table's order
   */
  List<Chosen> choose(CsvHeader header, List<Integer> positions) {
    List<Chosen> all = new ArrayList<>();
    if (!named || !header.named()) {
      for (int i = 0; i < positions.size(); i++) {
        ColumnKind kind = i < columns.size() ? columns.get(i).kind() : ColumnKind.CATEGORICAL;
        all.add(new Chosen(positions.get(i), kind));
      }
      return all;
    }
    Map<String, ColumnKind> kinds = new HashMap<>();
    columns.forEach(column -> kinds.put(column.name(), column.kind()));
    for (int position : positions) {
      String name = header.names().get(position);
      all.add(new Chosen(position, kinds.getOrDefault(name, ColumnKind.CATEGORICAL)));
    }
    List<Chosen> wanted =
        all.stream().filter(c -> kinds.containsKey(header.names().get(c.position()))).toList();
    return wanted.size() == kinds.size() ? wanted : all;
  }

  /** A column to read: where it lies, from 0, and as what. */
  record Chosen(int position, ColumnKind kind) {}
}
