package dev.hourglass.data.dataset;

/** Lists of row numbers, as {@link Dataset#gather} and {@link Dataset#subset} take them. */
public final class RowOrder {
  private RowOrder() {}

  /** All rows in order: {@code 0 … size - 1}. */
  public static int[] all(int size) {
    return spread(size, size);
  }

  /**
   * {@code limit} rows spread evenly over {@code size}, ascending, or all where there are no more:
   * data sorted by class keeps every class.
   */
  public static int[] spread(int size, int limit) {
    int[] rows = new int[Math.min(size, limit)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (int) ((long) i * size / rows.length);
    }
    return rows;
  }
}
