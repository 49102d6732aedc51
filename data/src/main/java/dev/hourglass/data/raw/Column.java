package dev.hourglass.data.raw;

import java.util.List;

/** One column of a {@link RawData.Table}: numbers, categories, or times. Cells may be missing. */
public sealed interface Column {

  /** The header's name, or {@code column 1} … when there is none. */
  String name();

  /** How many rows it has. */
  int size();

  /** Whether the cell of this row is missing. */
  boolean isMissing(int row);

  /** These rows in this order; a categorical column keeps all its categories. */
  Column subset(int[] rows);

  /**
   * Numbers.
   *
   * @param name the column's name
   * @param values one finite number per row, or NaN where the cell is missing; not to be written to
   */
  @SuppressWarnings("ArrayRecordComponent") // columns are big and compared by nobody
  record Numeric(String name, double[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(values[row]);
    }

    @Override
    public Numeric subset(int[] rows) {
      double[] chosen = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        chosen[i] = values[rows[i]];
      }
      return new Numeric(name, chosen);
    }
  }

  /**
   * Categories.
   *
   * @param name the column's name
   * @param codes one index into {@code categories} per row, or -1 where the cell is missing; not to
   *     be written to
   * @param categories the distinct texts that occur, sorted
   */
  @SuppressWarnings("ArrayRecordComponent") // columns are big and compared by nobody
  record Categorical(String name, int[] codes, List<String> categories) implements Column {
    public Categorical {
      categories = List.copyOf(categories);
    }

    @Override
    public int size() {
      return codes.length;
    }

    @Override
    public boolean isMissing(int row) {
      return codes[row] < 0;
    }

    @Override
    public Categorical subset(int[] rows) {
      int[] chosen = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        chosen[i] = codes[rows[i]];
      }
      return new Categorical(name, chosen, categories);
    }
  }

  /**
   * Dates, dates with a time, or times of day.
   *
   * @param name the column's name
   * @param days one number per row as {@link TemporalFormat} has it, or NaN where the cell is
   *     missing; not to be written to
   * @param format how the cells are written
   */
  @SuppressWarnings("ArrayRecordComponent") // columns are big and compared by nobody
  record Temporal(String name, double[] days, TemporalFormat format) implements Column {
    @Override
    public int size() {
      return days.length;
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(days[row]);
    }

    @Override
    public Temporal subset(int[] rows) {
      double[] chosen = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        chosen[i] = days[rows[i]];
      }
      return new Temporal(name, chosen, format);
    }
  }
}
