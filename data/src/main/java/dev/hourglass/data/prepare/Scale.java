package dev.hourglass.data.prepare;

/**
 * One feature's scaling: {@code prepared = (x - offset) / width}, kept within limits.
 *
 * @param offset what becomes 0; finite
 * @param width what becomes 1; above 0 and finite
 */
record Scale(double offset, double width) {
  /** Below this a column counts as constant: its reciprocal would leave float32. */
  private static final double NARROWEST = 1e-30;

  static final Scale NONE = new Scale(0, 1);

  /** A constant feature becomes 0, and 1 stays the step of its unit. */
  static Scale of(double offset, double width) {
    boolean constant = !(width > Math.max(NARROWEST, 1e-12 * Math.abs(offset)));
    return new Scale(offset, constant ? 1 : width);
  }

  double prepare(double x, Scaling scaling, double clip) {
    double scaled = (x - offset) / width;
    return scaling == Scaling.NONE
        ? scaled
        : Math.clamp(scaled, lowest(scaling, clip), highest(scaling, clip));
  }

  double restore(double prepared) {
    return prepared * width + offset;
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
