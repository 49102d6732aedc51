package dev.hourglass.spark;

import java.util.Random;

/** Numbers to train on. */
final class Samples {
  private Samples() {}

  /** Rows whose columns depend on three numbers, between 0 and 1. */
  static float[][] drawn(int rows, int columns) {
    Random random = new Random(7);
    float[][] drawn = new float[rows][columns];
    for (float[] row : drawn) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      double c = random.nextDouble();
      for (int f = 0; f < columns; f++) {
        row[f] = (float) (0.5 + 0.4 * Math.sin(a * (f + 1) + 3 * b) * (f % 3 == 0 ? c : 1 - c));
      }
    }
    return drawn;
  }
}
