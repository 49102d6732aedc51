package dev.hourglass.tasks.anomaly.image;

import java.util.SplittableRandom;

/** Random numbers at the corners of a grid over −2 to 2, and smooth between. */
final class SmoothField {
  /** Zero everywhere. */
  static final double[] FLAT = {};

  private static final int SIDE = 9;
  private static final double SIZE = 0.6;

  private SmoothField() {}

  static double[] draw(SplittableRandom random) {
    double[] corners = new double[SIDE * SIDE];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = SIZE * random.nextDouble(-1, 1);
    }
    return corners;
  }

  static double at(double[] corners, double x, double y) {
    double right = Math.clamp((x + 2) * (SIDE - 1) / 4, 0.0, SIDE - 1.001);
    double down = Math.clamp((y + 2) * (SIDE - 1) / 4, 0.0, SIDE - 1.001);
    int column = (int) right;
    int row = (int) down;
    double u = eased(right - column);
    double v = eased(down - row);
    int i = row * SIDE + column;
    double above = corners[i] * (1 - u) + corners[i + 1] * u;
    double below = corners[i + SIDE] * (1 - u) + corners[i + SIDE + 1] * u;
    return above * (1 - v) + below * v;
  }

  private static double eased(double share) {
    return share * share * (3 - 2 * share);
  }
}
