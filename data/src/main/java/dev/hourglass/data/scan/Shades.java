package dev.hourglass.data.scan;

/**
 * Which of a file's numbers is black and which is white; between them brightness is linear.
 *
 * @param black shown as 0
 * @param white shown as 1; below {@code black} where high numbers are dark
 */
public record Shades(double black, double white) {
  /** Refuses a range of nothing. */
  public Shades {
    if (!Double.isFinite(black) || !Double.isFinite(white) || black == white) {
      throw new IllegalArgumentException(
          "black and white must be two numbers, but were %s and %s".formatted(black, white));
    }
  }

  /** Brightness from 0 to 1 of a number; what lies outside is as black or white as can be. */
  public float shown(float value) {
    return (float) Math.clamp((value - black) / (white - black), 0.0, 1.0);
  }

  /** The number that is shown so. */
  public double value(double shown) {
    return black + shown * (white - black);
  }

  /**
   * The number that a changed brightness stands for: what a window cut off of the original is kept.
   *
   * @param value the original number
   * @param shown its new brightness
   */
  public double changed(float value, double shown) {
    return value + (shown - shown(value)) * (white - black);
  }

  /** From the least to the greatest number. */
  static Shades between(double least, double greatest) {
    return new Shades(least, greatest > least ? greatest : least + 1);
  }

  /** With black and white exchanged. */
  Shades inverted() {
    return new Shades(white, black);
  }
}
