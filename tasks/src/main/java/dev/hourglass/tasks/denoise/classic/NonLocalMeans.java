package dev.hourglass.tasks.denoise.classic;

import java.util.Arrays;

/**
 * Each pixel becomes the mean of those around it whose neighbourhoods look alike (Buades, Coll and
 * Morel 2005), with neighbourhoods of 5×5 in a window of 13×13, shift by shift over running sums
 * (Darbon et al. 2008).
 */
final class NonLocalMeans {
  private static final int PATCH = 2;
  private static final int SEARCH = 6;

  /** The width of the weights, of the noise's deviation. */
  private static final double WIDTH = 0.8;

  private NonLocalMeans() {}

  /**
   * Smooths all channels by what they look like together.
   *
   * @param planes {@code [channels][height × width]}
   * @param sigma the deviation of the noise
   */
  static float[][] apply(float[][] planes, int height, int width, double sigma) {
    int size = height * width;
    double[] weights = new double[size];
    double[][] sums = new double[planes.length][size];
    double[] unlike = new double[size];
    double[] rowSums = new double[size];
    double width2 = WIDTH * sigma * WIDTH * sigma;
    double expected = 2 * sigma * sigma;
    for (int dy = -SEARCH; dy <= SEARCH; dy++) {
      for (int dx = -SEARCH; dx <= SEARCH; dx++) {
        distances(planes, height, width, dy, dx, unlike, rowSums);
        for (int y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
          for (int x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
            int i = y * width + x;
            double weight = Math.exp(-Math.max(0, unlike[i] - expected) / width2);
            weights[i] += weight;
            for (int c = 0; c < planes.length; c++) {
              sums[c][i] += weight * planes[c][i + dy * width + dx];
            }
          }
        }
      }
    }
    float[][] result = new float[planes.length][size];
    for (int c = 0; c < planes.length; c++) {
      for (int i = 0; i < size; i++) {
        result[c][i] = (float) (sums[c][i] / weights[i]);
      }
    }
    return result;
  }

  /** The mean squared difference of the patches around each pixel and around that shifted by it. */
  private static void distances(
      float[][] planes, int height, int width, int dy, int dx, double[] into, double[] rowSums) {
    Arrays.fill(into, 0);
    for (float[] plane : planes) {
      for (int y = 0; y < height; y++) {
        int otherY = GaussianFilter.mirrored(y + dy, height);
        for (int x = 0; x < width; x++) {
          int otherX = GaussianFilter.mirrored(x + dx, width);
          double difference = plane[y * width + x] - plane[otherY * width + otherX];
          into[y * width + x] += difference * difference / planes.length;
        }
      }
    }
    for (int y = 0; y < height; y++) {
      boxed(into, y * width, 1, width, rowSums);
    }
    for (int x = 0; x < width; x++) {
      boxed(rowSums, x, width, height, into);
    }
  }

  private static void boxed(double[] from, int first, int step, int count, double[] to) {
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int k = -PATCH; k <= PATCH; k++) {
        sum += from[first + GaussianFilter.mirrored(i + k, count) * step];
      }
      to[first + i * step] = sum / (2 * PATCH + 1);
    }
  }
}
