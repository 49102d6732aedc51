package dev.hourglass.bench.quality;

import java.util.Arrays;

/**
 * A figure over seeds.
 *
 * @param mean over seeds
 * @param deviation standard deviation over seeds, of a sample (n − 1); NaN for one seed
 * @param seeds how many
 */
record Spread(double mean, double deviation, int seeds) {

  /** Of the figure's values, one a seed. */
  static Spread of(double[] values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    return new Spread(mean, deviation, values.length);
  }

  /** The standard deviation common to both, each weighing the same. */
  double pooled(Spread other) {
    return Math.sqrt((deviation * deviation + other.deviation * other.deviation) / 2);
  }
}
