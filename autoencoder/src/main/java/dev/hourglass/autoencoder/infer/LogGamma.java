package dev.hourglass.autoencoder.infer;

/** log Γ(x), which the JDK lacks. */
final class LogGamma {
  /** From here on the series of {@link #of} is exact to fifteen digits. */
  private static final double LARGE = 15;

  private static final double HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

  private LogGamma() {}

  /**
   * Stirling's series (Abramowitz and Stegun 6.1.41), reached by log Γ(x) = log Γ(x + 1) − log x.
   *
   * @param x above 0
   */
  static double of(double x) {
    double shift = 0;
    double at = x;
    while (at < LARGE) {
      shift += Math.log(at);
      at++;
    }
    double inverse = 1 / at;
    double square = inverse * inverse;
    double series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
    return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series - shift;
  }
}
