package dev.hourglass.data.prepare;

/**
 * A logarithm for numbers of either sign: {@code sign(x − c) · ln(1 + |x − c| / u)}, straight near
 * the centre and slow far from it, so that heavy tails do not drown what lies between.
 *
 * @param centre c, the median of the training rows; finite
 * @param unit u, the median distance from it of those that are elsewhere; above 0 and finite
 */
record Logarithm(double centre, double unit) {
  double of(double x) {
    double difference = x - centre;
    return Math.copySign(Math.log1p(Math.abs(difference) / unit), difference);
  }

  /** The number whose logarithm it is. */
  double undone(double logarithm) {
    return centre + Math.copySign(Math.expm1(Math.abs(logarithm)) * unit, logarithm);
  }

  /** Where it is straight. */
  Scale linear() {
    return new Scale(centre, unit);
  }
}
