package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sliding windows of a series: each a row whose columns are the values at its points. Long windows
 * are averaged over neighbouring points, so that a row is not wider than it need be.
 *
 * @param length in points
 * @param stride points from one window to the next
 * @param period after which the series repeats itself, in points; 0 where it does not
 */
public record SeriesWindows(int length, int stride, int period) {
  /** A window is not cut into more pieces than these. */
  private static final int MOST_PIECES = 64;

  /** Long enough to show a shape, and short beside most anomalies. */
  private static final int USUAL_LENGTH = 64;

  public SeriesWindows {
    if (length < 2 || stride < 1 || stride > length || period < 0) {
      throw new IllegalArgumentException(
          "a window has 2 or more points and a stride of 1 to its length, but they were %d and %d"
              .formatted(length, stride));
    }
  }

  /**
   * Windows that suit a series: of 64 points, or the whole number of periods nearest to that.
   *
   * @param length in points, where it is known
   * @param stride in points, where it is known
   * @param period in points, where it is known; by autocorrelation otherwise
   */
  static SeriesWindows of(
      TimeSeries series,
      Optional<Integer> length,
      Optional<Integer> stride,
      Optional<Integer> period) {
    int repeats = period.orElseGet(() -> Periodicity.of(series.values()[0]));
    int points = length.orElseGet(() -> Math.min(usualLength(repeats), series.points() / 10));
    return new SeriesWindows(Math.max(2, points), stride.orElse(1), repeats);
  }

  /** Whole periods, where a short one repeats: then every window sees all of it equally often. */
  private static int usualLength(int period) {
    boolean isShort = period > 0 && period <= USUAL_LENGTH + USUAL_LENGTH / 2;
    return isShort ? Math.ceilDiv(USUAL_LENGTH - period / 2, period) * period : USUAL_LENGTH;
  }

  /** The last points of the windows that lie in a series and over no gap. */
  int[] ends(TimeSeries series) {
    boolean[] missing = new boolean[series.points()];
    for (double[] values : series.values()) {
      for (int p = 0; p < missing.length; p++) {
        missing[p] |= Double.isNaN(values[p]);
      }
    }
    List<Integer> ends = new ArrayList<>();
    int known = 0;
    for (int p = 0; p < missing.length; p++) {
      known = missing[p] ? 0 : known + 1;
      if (known >= length && (known - length) % stride == 0) {
        ends.add(p);
      }
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }

  /** One row for every window, called by where it lies before the window's end. */
  RawData.Table rows(TimeSeries series, int[] ends, String source) {
    int pieces = Math.min(length, MOST_PIECES);
    List<Column> columns = new ArrayList<>();
    for (int v = 0; v < series.names().size(); v++) {
      double[] values = series.values()[v];
      for (int k = 0; k < pieces; k++) {
        int first = (int) ((long) k * length / pieces);
        int next = (int) ((long) (k + 1) * length / pieces);
        double[] column = new double[ends.length];
        for (int w = 0; w < ends.length; w++) {
          int start = ends[w] - length + 1;
          double sum = 0;
          for (int p = start + first; p < start + next; p++) {
            sum += values[p];
          }
          column[w] = sum / (next - first);
        }
        columns.add(new Column.Numeric(name(series.names().get(v), first), column));
      }
    }
    int[] lines = IntStream.rangeClosed(1, ends.length).toArray();
    return new RawData.Table(columns, true, lines, Optional.empty(), source);
  }

  private String name(String value, int first) {
    int before = length - 1 - first;
    return before == 0 ? value : "%s, %d before".formatted(value, before);
  }

  /**
   * A score for every point, of the windows that cover it: their mean. NaN where none does.
   *
   * @param scores of the windows
   */
  double[] ofPoints(double[] scores, int[] ends, int points) {
    double[] sums = new double[points];
    int[] counts = new int[points];
    for (int w = 0; w < ends.length; w++) {
      for (int p = ends[w] - length + 1; p <= ends[w]; p++) {
        sums[p] += scores[w];
        counts[p]++;
      }
    }
    for (int p = 0; p < points; p++) {
      sums[p] = counts[p] == 0 ? Double.NaN : sums[p] / counts[p];
    }
    return sums;
  }
}
