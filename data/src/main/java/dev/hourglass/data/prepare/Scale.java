package dev.hourglass.data.prepare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * One feature's scaling: {@code prepared = (x - offset) / width}, kept within limits. All of it in
 * double precision: a time is rounded to float32 only when it lies within 0 and 1.
 *
 * @param offset what becomes 0; finite
 * @param width what becomes 1; above 0 and finite
 */
record Scale(double offset, double width) {
  /** Below this a column counts as constant: its reciprocal would leave float32. */
  private static final double NARROWEST = 1e-30;

  /** Prepared numbers near 1 lie so far apart: the last of float32's 24 digits. */
  private static final double PREPARED_STEP = 0x1p-24;

  /**
   * Float32 is good enough for numbers whose neighbours lie closer than this share of the width: an
   * autoencoder's errors are far larger.
   */
  private static final double GOOD_STEP = 0x1p-18;

  /** Whole numbers above this are not all float32s. */
  private static final double LARGEST_WHOLE_FLOAT = 0x1p24;

  private static final double LARGEST_WHOLE_DOUBLE = 0x1p53;
  private static final int FEWEST_DIGITS = 9;
  private static final int DIGITS_OF_A_DOUBLE = 17;

  static final Scale NONE = new Scale(0, 1);

  /** Some places of a double: values that differ by less are one value and rounding. */
  private static final double ROUNDING = 1e-15;

  /** A constant feature becomes 0, and 1 stays the step of its unit. */
  static Scale of(double offset, double width) {
    double finite = Math.min(width, Double.MAX_VALUE);
    boolean constant = !(finite > Math.max(NARROWEST, ROUNDING * Math.abs(offset)));
    return new Scale(offset, constant ? 1 : finite);
  }

  double prepare(double x, Scaling scaling, double clip) {
    double difference = x - offset;
    double scaled = Double.isInfinite(difference) ? x / width - offset / width : difference / width;
    return scaling == Scaling.NONE
        ? scaled
        : Math.clamp(scaled, lowest(scaling, clip), highest(scaling, clip));
  }

  double restore(double prepared) {
    return prepared * width + offset;
  }

  /** Whether restored numbers lose something to float32: digits that tell them apart, or size. */
  boolean exceedsFloat32() {
    double largest = Math.max(Math.abs(offset), Math.abs(offset + width));
    boolean whole = largest > LARGEST_WHOLE_FLOAT && largest < LARGEST_WHOLE_DOUBLE;
    return whole || largest > Float.MAX_VALUE || Math.ulp((float) largest) > width * GOOD_STEP;
  }

  /** A restored number with all the digits that the prepared one has, and no others. */
  String restoredText(double prepared) {
    double value = restore(prepared);
    if (!exceedsFloat32() || !Double.isFinite(value)) {
      return Float.toString((float) value);
    }
    int decimals = (int) Math.ceil(-Math.log10(width * PREPARED_STEP));
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    int digits = Math.clamp(rounded.precision(), FEWEST_DIGITS, DIGITS_OF_A_DOUBLE);
    if (rounded.precision() != digits) {
      rounded = new BigDecimal(value).round(new MathContext(digits));
    }
    BigDecimal plain = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    return Math.abs(value) < LARGEST_WHOLE_DOUBLE ? plain.toPlainString() : plain.toString();
  }

  static float lowest(Scaling scaling, double clip) {
    return scaling == Scaling.NONE ? -Float.MAX_VALUE : (float) -clip;
  }

  static float highest(Scaling scaling, double clip) {
    return switch (scaling) {
      case NONE -> Float.MAX_VALUE;
      case MIN_MAX -> (float) (1 + clip);
      case STANDARDIZE -> (float) clip;
    };
  }
}
