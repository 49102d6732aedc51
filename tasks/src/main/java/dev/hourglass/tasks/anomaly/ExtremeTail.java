package dev.hourglass.tasks.anomaly;

import java.util.Arrays;

/**
 * A generalised Pareto distribution over what exceeds a high quantile, as peaks over threshold have
 * it (Pickands 1975; Siffer et al. 2017, "Anomaly Detection in Streams with Extreme Value Theory").
 * Shape and scale are those of the probability-weighted moments (Hosking and Wallis 1987), which
 * need no search and always exist.
 *
 * @param start the quantile that peaks exceed
 * @param share of all values that do
 * @param shape ξ, below 1; 0 is an exponential tail
 * @param scale σ, above 0
 */
record ExtremeTail(double start, double share, double shape, double scale) {
  /** What exceeds this quantile counts as a peak. */
  private static final double QUANTILE = 0.9;

  /** The fewest peaks that say anything of a shape. */
  static final int FEWEST_PEAKS = 10;

  /** Beyond this the fitted tail has no variance, and extrapolating means nothing. */
  private static final double HEAVIEST = 0.5;

  /**
   * Fits a tail.
   *
   * @param ascending values, at least 1
   */
  static ExtremeTail of(double[] ascending) {
    int from = Math.min(ascending.length - 1, (int) Math.ceil(QUANTILE * ascending.length));
    double start = ascending[Math.max(0, from - 1)];
    double[] peaks = Arrays.stream(ascending, from, ascending.length).map(x -> x - start).toArray();
    double share = (double) peaks.length / ascending.length;
    double mean = Arrays.stream(peaks).average().orElse(0);
    if (!(mean > 0)) {
      return new ExtremeTail(start, share, 0, Math.max(1e-12, Math.abs(start) * 1e-6));
    }
    if (peaks.length < FEWEST_PEAKS) {
      return new ExtremeTail(start, share, 0, mean);
    }
    double weighted = 0;
    for (int i = 0; i < peaks.length; i++) {
      weighted += peaks[i] * (1 - (i + 0.65) / peaks.length);
    }
    weighted /= peaks.length;
    double spread = mean - 2 * weighted;
    double shape = spread > 0 ? Math.clamp(2 - mean / spread, -1, HEAVIEST) : -1;
    return new ExtremeTail(start, share, shape, mean * (1 - shape));
  }

  /** The value that a share {@code risk} of all values exceeds. */
  double quantile(double risk) {
    double ratio = risk / share;
    if (ratio >= 1) {
      return start;
    }
    return start
        + (Math.abs(shape) < 1e-9
            ? -scale * Math.log(ratio)
            : scale / shape * (Math.pow(ratio, -shape) - 1));
  }
}
