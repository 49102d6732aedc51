package dev.hourglass.data.prepare;

/**
 * The quantiles of the standard normal distribution, to seven digits: M. J. Wichura, Algorithm AS
 * 241 (PPND7), Applied Statistics 37 (1988).
 */
final class NormalQuantile {
  private static final double CENTRAL = 0.425;
  private static final double CENTRAL_SQUARE = CENTRAL * CENTRAL;
  private static final double TAIL_START = 1.6;
  private static final double LEAST = 1e-10;

  private NormalQuantile() {}

  /**
   * The number that a standard normal variable stays below with a probability.
   *
   * @param probability from 1e-10 to 1 − 1e-10
   * @throws IllegalArgumentException outside of that
   */
  static double of(double probability) {
    if (!(probability >= LEAST && probability <= 1 - LEAST)) {
      throw new IllegalArgumentException("no quantile of " + probability);
    }
    double q = probability - 0.5;
    if (Math.abs(q) <= CENTRAL) {
      double r = CENTRAL_SQUARE - q * q;
      return q
          * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
          / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
    }
    double r = Math.sqrt(-Math.log(Math.min(probability, 1 - probability))) - TAIL_START;
    double distance =
        (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
            / ((0.12021132975 * r + 0.73700164250) * r + 1);
    return Math.copySign(distance, q);
  }
}
