package dev.hourglass.tasks.anomaly;

import java.util.Arrays;

/**
 * What scores mean: those of rows like the ones a detector meets in use, in order.
 *
 * @param ascending scores, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // searched, compared by nobody
record Calibration(double[] ascending) {
  /** More tell nothing more of a percentile, and would only make the file longer. */
  static final int MOST = 20_000;

  /** Takes scores in any order; of very many, evenly spaced ones. */
  static Calibration of(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    if (sorted.length <= MOST) {
      return new Calibration(sorted);
    }
    double[] kept = new double[MOST];
    for (int i = 0; i < MOST; i++) {
      kept[i] = sorted[(int) ((long) i * (sorted.length - 1) / (MOST - 1))];
    }
    return new Calibration(kept);
  }

  /** The share of rows, in per cent, that score lower, those of the same score counting half. */
  double percentile(double score) {
    return 100 * (below(score) + upTo(score)) / (2.0 * ascending.length);
  }

  /**
   * The conformal p-value: the probability that a row like those of the calibration scores as high
   * (Vovk et al. 2005), (1 + those that do) / (1 + all).
   */
  double pValue(double score) {
    return (1.0 + ascending.length - below(score)) / (1.0 + ascending.length);
  }

  /** How many lie below. */
  private int below(double score) {
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] < score) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private int upTo(double score) {
    return below(Math.nextUp(score));
  }
}
