package dev.hourglass.tasks.anomaly.image;

import java.util.Arrays;

/**
 * What normal images that were not fitted score.
 *
 * @param repair the mean and the deviation of the logarithm of the error
 * @param neighbours the same of the distance
 * @param threshold scores above are flagged
 * @param placeThreshold of a map: places above belong to a region
 */
record Calibration(Spread repair, Spread neighbours, double threshold, double placeThreshold) {
  /**
   * A mean and a deviation.
   *
   * @param mean of the numbers
   * @param deviation above 0
   */
  record Spread(double mean, double deviation) {
    private static final double LEAST = 1e-6;

    static Spread of(double[] values) {
      double mean = Arrays.stream(values).average().orElseThrow();
      double square =
          Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      return new Spread(mean, Math.max(LEAST, Math.sqrt(square)));
    }

    double standard(double value) {
      return (value - mean) / deviation;
    }
  }
}
