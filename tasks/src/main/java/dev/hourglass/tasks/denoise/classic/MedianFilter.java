package dev.hourglass.tasks.denoise.classic;

import java.util.Arrays;

/** Each pixel becomes the median of the square around it. */
final class MedianFilter {
  private MedianFilter() {}

  static float[] apply(float[] plane, int height, int width, int radius) {
    int side = 2 * radius + 1;
    float[] square = new float[side * side];
    float[] result = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int count = 0;
        for (int dy = -radius; dy <= radius; dy++) {
          int row = GaussianFilter.mirrored(y + dy, height) * width;
          for (int dx = -radius; dx <= radius; dx++) {
            square[count++] = plane[row + GaussianFilter.mirrored(x + dx, width)];
          }
        }
        Arrays.sort(square);
        result[y * width + x] = square[square.length / 2];
      }
    }
    return result;
  }
}
