package dev.hourglass.tasks.anomaly.series;

import java.util.ArrayList;
import java.util.List;

/** After how many points a series repeats itself, by its autocorrelation. */
final class Periodicity {
  /** A shorter series is too short to tell, a longer one is told by its beginning. */
  private static final int FEWEST = 32;

  private static final int MOST = 20_000;

  /** Below that autocorrelation nothing repeats. */
  private static final double LEAST = 0.3;

  /** A peak rises so much from the deepest point before it. */
  private static final double RISE = 0.1;

  /** Of peaks nearly as high as the highest, the first is the period. */
  private static final double NEARLY = 0.85;

  /** A peak is the highest within this part of its lag. */
  private static final int NEAR = 5;

  private Periodicity() {}

  /**
   * The lag of the highest peak of the autocorrelation, a third of the series at most; of peaks
   * nearly as high, the first.
   *
   * @param values NaN counts as the mean
   * @return 0 where nothing repeats
   */
  static int of(double[] values) {
    int n = Math.min(values.length, MOST);
    if (n < FEWEST) {
      return 0;
    }
    double[] centred = centred(values, n);
    int most = n / 3;
    double[] correlation = new double[most + 1];
    double variance = product(centred, 0);
    if (!(variance > 0)) {
      return 0;
    }
    for (int lag = 1; lag <= most; lag++) {
      // As a mean over the pairs there are, so that long lags are not held to be less alike.
      correlation[lag] = product(centred, lag) / variance * n / (n - lag);
    }
    double highest = LEAST;
    for (int lag : peaks(correlation)) {
      highest = Math.max(highest, correlation[lag]);
    }
    for (int lag : peaks(correlation)) {
      if (correlation[lag] > LEAST && correlation[lag] >= NEARLY * highest) {
        return lag;
      }
    }
    return 0;
  }

  /** Lags that no lag near them exceeds, and that rise from what lies before them. */
  private static List<Integer> peaks(double[] correlation) {
    List<Integer> peaks = new ArrayList<>();
    double least = 1;
    for (int lag = 2; lag + 1 < correlation.length; lag++) {
      least = Math.min(least, correlation[lag - 1]);
      int near = Math.max(2, lag / NEAR);
      boolean peak = correlation[lag] >= least + RISE;
      for (int other = Math.max(1, lag - near);
          peak && other <= Math.min(correlation.length - 1, lag + near);
          other++) {
        peak = correlation[other] <= correlation[lag];
      }
      if (peak) {
        peaks.add(lag);
      }
    }
    return peaks;
  }

  private static double[] centred(double[] values, int n) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < n; i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        known++;
      }
    }
    double[] centred = new double[n];
    for (int i = 0; i < n; i++) {
      centred[i] = Double.isNaN(values[i]) ? 0 : values[i] - sum / known;
    }
    return centred;
  }

  private static double product(double[] x, int lag) {
    double sum = 0;
    for (int i = lag; i < x.length; i++) {
      sum += x[i] * x[i - lag];
    }
    return sum;
  }
}
