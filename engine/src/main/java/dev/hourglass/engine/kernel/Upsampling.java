package dev.hourglass.engine.kernel;

/** How a plane is made wider. */
public enum Upsampling {
  /** Every place is repeated. */
  NEAREST,
  /**
   * Between the centres of places, numbers change linearly along each side; beyond the outermost
   * centres they stay.
   */
  BILINEAR
}
