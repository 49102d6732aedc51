package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Raw data as the table that a detector works on. */
final class PlainTable {
  private PlainTable() {}

  /**
   * A table as it is, an array as a table of unnamed columns.
   *
   * @throws DataException if it is of images
   */
  static RawData.Table of(RawData raw) {
    return switch (raw) {
      case RawData.Table table -> table;
      case RawData.Array array -> of(array);
    };
  }

  private static RawData.Table of(RawData.Array array) {
    if (array.samples().shape().isImage()) {
      throw new DataException(
          array.source()
              + ": holds images, but a detector works on tables: rows of numbers, categories and"
              + " times");
    }
    Dataset samples = array.samples().asStored();
    double[][] columns = new double[samples.features()][samples.size()];
    double[] row = new double[samples.features()];
    int[] lines = new int[samples.size()];
    for (int i = 0; i < lines.length; i++) {
      samples.copyDoubles(i, row);
      for (int c = 0; c < row.length; c++) {
        columns[c][i] = row[c];
      }
      lines[i] = i + 1;
    }
    List<Column> all = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      all.add(new Column.Numeric("column " + (c + 1), columns[c]));
    }
    return new RawData.Table(all, false, lines, samples.labels(), array.source());
  }

  /** The columns that a preparation was fitted on, in its order; it has been applied before. */
  static RawData.Table inOrder(RawData.Table table, Preparation preparation) {
    List<String> names = preparation.columnNames();
    if (names.isEmpty() || !table.named()) {
      return table;
    }
    Map<String, Column> byName = new HashMap<>();
    table.columns().forEach(column -> byName.put(column.name(), column));
    List<Column> ordered = names.stream().map(byName::get).toList();
    return new RawData.Table(
        ordered, true, table.lines(), table.labels(), table.source(), List.of(), table.layout());
  }

  /** One row of numbers in the order of the columns; NaN where one is missing. */
  static RawData.Table row(double[] numbers) {
    List<Column> columns = new ArrayList<>(numbers.length);
    for (int c = 0; c < numbers.length; c++) {
      columns.add(new Column.Numeric("column " + (c + 1), new double[] {numbers[c]}));
    }
    return new RawData.Table(columns, false, new int[] {1}, Optional.empty(), "row");
  }
}
