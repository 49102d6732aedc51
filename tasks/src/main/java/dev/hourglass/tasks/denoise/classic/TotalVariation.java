package dev.hourglass.tasks.denoise.classic;

/**
 * The picture with the least total variation near the given one: ½‖u − f‖² + λ TV(u), by the dual
 * projection of Chambolle (2004).
 */
final class TotalVariation {
  private static final int MOST_ITERATIONS = 200;
  private static final double ENOUGH = 2e-4;

  /** A step below ¼ converges in the plane. */
  private static final double STEP = 0.25;

  private TotalVariation() {}

  static float[] apply(float[] plane, int height, int width, double lambda) {
    int size = plane.length;
    double[] down = new double[size];
    double[] right = new double[size];
    double[] clean = new double[size];
    double first = 0;
    double before = 0;
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double energy = 0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int i = y * width + x;
          double divergence = -down[i] - right[i];
          if (y > 0) {
            divergence += down[i - width];
          }
          if (x > 0) {
            divergence += right[i - 1];
          }
          energy += divergence * divergence;
          clean[i] = plane[i] + divergence;
        }
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int i = y * width + x;
          double dy = y + 1 < height ? clean[i + width] - clean[i] : 0;
          double dx = x + 1 < width ? clean[i + 1] - clean[i] : 0;
          double length = Math.sqrt(dy * dy + dx * dx);
          energy += lambda * length;
          double scale = 1 + length * STEP / lambda;
          down[i] = (down[i] - STEP * dy) / scale;
          right[i] = (right[i] - STEP * dx) / scale;
        }
      }
      energy /= size;
      if (iteration == 0) {
        first = energy;
      } else if (Math.abs(before - energy) < ENOUGH * first) {
        break;
      }
      before = energy;
    }
    float[] result = new float[size];
    for (int i = 0; i < size; i++) {
      result[i] = (float) clean[i];
    }
    return result;
  }
}
