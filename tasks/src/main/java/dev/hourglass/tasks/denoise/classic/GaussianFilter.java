package dev.hourglass.tasks.denoise.classic;

/** Means under a Gaussian, rows first and columns then; beyond an edge the picture is mirrored. */
public final class GaussianFilter {
  /** Further away a weight is below 4e-4 of the middle one. */
  private static final double REACH = 4;

  private GaussianFilter() {}

  /** One channel smoothed, the Gaussian cut off at four times its deviation. */
  public static float[] smooth(float[] plane, int height, int width, double sigma) {
    return smooth(plane, height, width, sigma, (int) (REACH * sigma + 0.5));
  }

  /**
   * One channel smoothed.
   *
   * @param plane height × width numbers
   * @param sigma deviation in pixels; above 0
   * @param radius pixels on either side that are looked at
   */
  public static float[] smooth(float[] plane, int height, int width, double sigma, int radius) {
    double[] weights = weights(sigma, radius);
    float[] across = new float[plane.length];
    float[] result = new float[plane.length];
    for (int y = 0; y < height; y++) {
      line(plane, y * width, 1, width, weights, across);
    }
    for (int x = 0; x < width; x++) {
      line(across, x, width, height, weights, result);
    }
    return result;
  }

  private static double[] weights(double sigma, int radius) {
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      weights[k + radius] = Math.exp(-k * k / (2 * sigma * sigma));
      sum += weights[k + radius];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  private static void line(
      float[] from, int first, int step, int count, double[] weights, float[] to) {
    int radius = weights.length / 2;
    for (int i = 0; i < count; i++) {
      double sum = 0;
      boolean inside = i >= radius && i + radius < count;
      for (int k = -radius; k <= radius; k++) {
        int at = inside ? i + k : mirrored(i + k, count);
        sum += weights[k + radius] * from[first + at * step];
      }
      to[first + i * step] = (float) sum;
    }
  }

  /** The place inside that stands for one outside; the edge stands for its neighbour, too. */
  static int mirrored(int place, int count) {
    int within = Math.floorMod(place, 2 * count);
    return within < count ? within : 2 * count - 1 - within;
  }
}
