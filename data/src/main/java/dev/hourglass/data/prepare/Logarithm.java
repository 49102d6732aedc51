package dev.hourglass.data.prepare;

import java.util.Map;

/**
 * A logarithm for numbers of either sign: {@code sign(x − c) · ln(1 + |x − c| / u)}, straight near
 * the centre and slow far from it, so that heavy tails do not drown what lies between.
 *
 * @param centre c, the median of the training rows; finite
 * @param unit u, the median distance from it of those that are elsewhere; above 0 and finite
 */
record Logarithm(double centre, double unit) implements Curve {
  @Override
  public double of(double x) {
    double difference = x - centre;
    return Math.copySign(Math.log1p(Math.abs(difference) / unit), difference);
  }

  @Override
  public double undone(double logarithm) {
    return centre + Math.copySign(Math.expm1(Math.abs(logarithm)) * unit, logarithm);
  }

  @Override
  public Scale linear() {
    return new Scale(centre, unit);
  }

  @Override
  public void addTo(Map<String, Object> column) {
    column.put(PreparationCodec.LOG_CENTRE, centre);
    column.put(PreparationCodec.LOG_UNIT, unit);
  }

  @Override
  public String wording() {
    return "its logarithm";
  }
}
