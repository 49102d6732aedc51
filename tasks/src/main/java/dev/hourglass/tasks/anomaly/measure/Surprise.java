package dev.hourglass.tasks.anomaly.measure;

import java.util.Arrays;

/**
 * A score's surprise: −ln of the share of the fitted rows that score higher, in nats. Up to nine
 * tenths of them it is counted; beyond it goes on as the tail of a Pareto distribution of index 1
 * that has the median of the scores there: heavy, so that one measure's wildest scores do not drown
 * the others, and without an end, so that what is odder than all fitted rows still has an order.
 * Scores of any unit can so be added up.
 *
 * @param knots the scores at {@value #KNOTS} evenly spaced quantiles from the least to 0.9
 * @param scale by how much scores beyond exceed the last knot in the median, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // searched, compared by nobody
public record Surprise(double[] knots, double scale) {
  public static final int KNOTS = 91;
  private static final double LAST = 0.9;

  /** Looks at the scores of fitted rows, at least one. */
  public static Surprise of(double[] scores) {
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    double[] knots = new double[KNOTS];
    for (int k = 0; k < KNOTS; k++) {
      knots[k] = ascending[(int) (k / 100.0 * (ascending.length - 1))];
    }
    double last = knots[KNOTS - 1];
    double[] beyond = Arrays.stream(ascending).filter(score -> score > last).toArray();
    double excess = beyond.length == 0 ? 0 : beyond[beyond.length / 2] - last;
    return new Surprise(knots, Math.max(excess, 1e-6 * Math.max(1e-6, Math.abs(last))));
  }

  /** The surprise of a score, 0 or more. */
  public double at(double score) {
    double last = knots[KNOTS - 1];
    if (score > last) {
      return -Math.log(1 - LAST) + Math.log1p((score - last) / scale);
    }
    int above = Arrays.binarySearch(knots, score);
    double place;
    if (above >= 0) {
      while (above > 0 && knots[above - 1] == score) {
        above--; // of equal ones, the first
      }
      place = above;
    } else {
      int next = -above - 1;
      place =
          next == 0 ? 0 : next - 1 + (score - knots[next - 1]) / (knots[next] - knots[next - 1]);
    }
    return -Math.log(1 - place / 100);
  }
}
