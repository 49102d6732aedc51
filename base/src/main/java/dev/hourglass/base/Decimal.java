package dev.hourglass.base;

import java.math.BigDecimal;

/** A number as people write it. */
public final class Decimal {
  private Decimal() {}

  /**
   * The shortest decimal that reads back as {@code value}: {@code 0.003}, {@code 1}, {@code 1e-12}.
   */
  public static String text(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return decimal.precision() - decimal.scale() > -4
        ? decimal.toPlainString()
        : decimal.toString().replace('E', 'e');
  }
}
