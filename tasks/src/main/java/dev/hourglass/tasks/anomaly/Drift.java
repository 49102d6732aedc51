package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.raw.RawData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far the columns of rows that were scored have moved from those that were fitted. Rows are
 * counted block by block, in memory of one size. Not thread-safe.
 */
public final class Drift {
  /** From here on a column is said to have left what was fitted, by the usual rule of thumb. */
  public static final double MUCH = 0.25;

  /** With fewer rows the index is mostly chance: about (classes − 1) / rows. */
  private static final int FEWEST_ROWS = 300;

  /** Of so many rows it is said that a column is missing. */
  private static final int FEWEST_MISSING = 10;

  /** An empty class counts as this share, so that its logarithm is finite. */
  private static final double EMPTY = 1e-4;

  private final List<ColumnProfile> profiles;
  private final long[][] counts;
  private final long[] others;
  private long rows;

  Drift(List<ColumnProfile> profiles) {
    this.profiles = profiles;
    this.counts = profiles.stream().map(p -> new long[p.classes()]).toArray(long[][]::new);
    this.others = new long[profiles.size()];
  }

  /** Counts the rows of a table whose columns are those of the fitted one, in their order. */
  void add(RawData.Table table) {
    rows += table.size();
    for (int c = 0; c < counts.length; c++) {
      for (int at : profiles.get(c).classesOf(table.columns().get(c))) {
        counts[c][at]++;
      }
      if (profiles.get(c) instanceof ColumnProfile.Numbers numbers) {
        others[c] += numbers.others(table.columns().get(c));
      }
    }
  }

  /** How many rows were counted. */
  public long rows() {
    return rows;
  }

  /**
   * A column's movement.
   *
   * @param column its name
   * @param index the population stability index Σ (a − e) ln (a / e) over the classes, of the
   *     shares that are and those expected
   * @param unseen cells whose category was not among the fitted ones, or that are another number
   *     than the only one that was
   */
  public record Movement(String column, double index, long unseen) {}

  /** All columns, in their order. */
  public List<Movement> movements() {
    List<Movement> movements = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      double[] expected = profiles.get(c).shares();
      double index = 0;
      for (int k = 0; k < expected.length; k++) {
        double actual = Math.max(EMPTY, (double) counts[c][k] / Math.max(1, rows));
        double share = Math.max(EMPTY, expected[k]);
        index += (actual - share) * Math.log(actual / share);
      }
      long unseen =
          profiles.get(c) instanceof ColumnProfile.Texts texts
              ? counts[c][texts.unseen()]
              : others[c];
      movements.add(new Movement(profiles.get(c).name(), index, unseen));
    }
    return movements;
  }

  /** What people should know of it, a sentence for each column that moved; often empty. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    List<Movement> movements = movements();
    for (int c = 0; c < counts.length; c++) {
      Movement movement = movements.get(c);
      ColumnProfile profile = profiles.get(c);
      if (rows >= FEWEST_MISSING && counts[c][profile.classes() - 1] == rows) {
        remarks.add(
            String.format(
                Locale.ROOT, "column '%s' is missing in all %,d rows", movement.column, rows));
      } else if (movement.index > MUCH && rows >= FEWEST_ROWS) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "column '%s' has left what was fitted: population stability index %.2f over %,d"
                    + " rows; fit again if that is to stay",
                movement.column,
                movement.index,
                rows));
      }
      if (movement.unseen > 0) {
        remarks.add(
            String.format(
                Locale.ROOT,
                profile instanceof ColumnProfile.Texts
                    ? "column '%s' has %,d cells of categories that were not fitted"
                    : "column '%s' was the same in all rows that were fitted and is another in %,d"
                        + " rows",
                movement.column,
                movement.unseen));
      }
    }
    return remarks;
  }
}
