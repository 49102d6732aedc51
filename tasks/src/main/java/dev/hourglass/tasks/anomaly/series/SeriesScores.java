package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.tasks.anomaly.Verdict;

/**
 * What a detector says of a series.
 *
 * @param series that was scored
 * @param points the score of every point, higher is odder; NaN where no window lies
 * @param threshold above which a point is flagged
 * @param ascending the scores of the fitted points, in order
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record SeriesScores(
    TimeSeries series, double[] points, double threshold, double[] ascending) {

  /** Whether a point is flagged. */
  public boolean isFlagged(int point) {
    return points[point] > threshold;
  }

  /** Which points are flagged. */
  public boolean[] flagged() {
    boolean[] flagged = new boolean[points.length];
    for (int p = 0; p < flagged.length; p++) {
      flagged[p] = isFlagged(p);
    }
    return flagged;
  }

  /** What the score of a row's point says; a point without a window is never flagged. */
  public Verdict ofRow(int row) {
    double score = points[series.pointOfRow()[row]];
    int below = 0;
    int to = ascending.length;
    while (below < to) {
      int middle = (below + to) >>> 1;
      if (ascending[middle] < score) {
        below = middle + 1;
      } else {
        to = middle;
      }
    }
    return new Verdict(
        score,
        score > threshold,
        100.0 * below / ascending.length,
        (1.0 + ascending.length - below) / (1.0 + ascending.length));
  }
}
