package dev.hourglass.data.table;

import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import java.util.Arrays;

/** Collects one column of a block of a table, of a kind that is known beforehand. */
sealed interface TypedColumn {
  /** Where in its rows the column lies, from 0. */
  int position();

  /**
   * Takes the next cell.
   *
   * @throws dev.hourglass.data.dataset.DataException if it does not belong in the column
   */
  void add(int line, String cell);

  /** What was collected since the last time. */
  Column take();

  /** A column to be filled with at most {@code rows} cells at a time. */
  static TypedColumn of(
      CsvHeader header, TableSchema.Chosen column, int rows, TableOptions options) {
    String source = header.path().toString();
    String name = header.names().get(column.position());
    return switch (column.kind()) {
      case NUMERIC -> new Numeric(source, name, column.position(), rows, options.nanIsMissing());
      case CATEGORICAL -> new Categorical(name, column.position(), rows);
    };
  }

  /** Numbers. */
  final class Numeric implements TypedColumn {
    private final String source;
    private final String name;
    private final int position;
    private final boolean nanIsMissing;
    private final double[] values;
    private int size;

    Numeric(String source, String name, int position, int rows, boolean nanIsMissing) {
      this.source = source;
      this.name = name;
      this.position = position;
      this.nanIsMissing = nanIsMissing;
      this.values = new double[rows];
    }

    @Override
    public int position() {
      return position;
    }

    @Override
    public void add(int line, String cell) {
      values[size++] =
          switch (Cell.of(cell)) {
            case NUMBER -> Double.parseDouble(cell);
            case MISSING -> Double.NaN;
            case NAN -> {
              if (!nanIsMissing) {
                throw BadCell.nan(source, line, name, cell);
              }
              yield Double.NaN;
            }
            case INFINITY -> throw BadCell.infinite(source, line, name, cell);
            case TEXT -> throw BadCell.text(source, line, name, cell);
          };
    }

    @Override
    public Column take() {
      Column column = new Column.Numeric(name, Arrays.copyOf(values, size));
      size = 0;
      return column;
    }
  }

  /** Texts; the categories are those of the block. */
  final class Categorical implements TypedColumn {
    private final String name;
    private final int position;
    private final CategoryCodes codes;

    Categorical(String name, int position, int rows) {
      this.name = name;
      this.position = position;
      this.codes = new CategoryCodes(rows);
    }

    @Override
    public int position() {
      return position;
    }

    @Override
    public void add(int line, String cell) {
      codes.add(cell);
    }

    @Override
    public Column take() {
      return codes.take(name);
    }
  }
}
