package dev.hourglass.data.dataset;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which features each column of the raw data became: they lie side by side.
 *
 * @param starts the first feature of every column, ascending, and one past the last feature
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
public record FeatureGroups(int[] starts) {
  /** Every feature a column of its own. */
  public static FeatureGroups single(int features) {
    return new FeatureGroups(IntStream.rangeClosed(0, features).toArray());
  }

  /**
   * The features of each column.
   *
   * @param columnOf the column that each feature was made of; those of a column lie side by side
   */
  public static FeatureGroups of(int[] columnOf) {
    int[] starts = new int[columnOf.length + 1];
    int groups = 0;
    for (int f = 0; f < columnOf.length; f++) {
      if (f == 0 || columnOf[f] != columnOf[f - 1]) {
        starts[groups++] = f;
      }
    }
    starts[groups] = columnOf.length;
    return new FeatureGroups(Arrays.copyOf(starts, groups + 1));
  }

  /** How many columns there are. */
  public int columns() {
    return starts.length - 1;
  }

  /** The first feature of a column. */
  public int first(int column) {
    return starts[column];
  }

  /** How many features a column has. */
  public int width(int column) {
    return starts[column + 1] - starts[column];
  }
}
