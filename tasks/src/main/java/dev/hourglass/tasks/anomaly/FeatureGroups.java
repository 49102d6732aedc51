package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.prepare.Preparation;
import java.util.Arrays;

/**
 * Which features each column of the raw data became: they lie side by side.
 *
 * @param starts the first feature of every column, ascending, and one past the last feature
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
record FeatureGroups(int[] starts) {
  /** The groups of a preparation. */
  static FeatureGroups of(Preparation preparation) {
    int[] columnOf = preparation.columnOfFeature();
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
  int columns() {
    return starts.length - 1;
  }

  /** The first feature of a column. */
  int first(int column) {
    return starts[column];
  }

  /** How many features a column has. */
  int width(int column) {
    return starts[column + 1] - starts[column];
  }
}
