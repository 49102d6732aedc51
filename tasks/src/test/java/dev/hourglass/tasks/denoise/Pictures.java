package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import java.util.SplittableRandom;

/** Pictures for tests: discs of one brightness each on a slope. */
final class Pictures {
  private Pictures() {}

  static Picture discs(int height, int width, int channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[height * width * channels];
    double slope = random.nextDouble(-0.3, 0.3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          values[(y * width + x) * channels + c] =
              (float) (0.45 + slope * (x + y) / (height + width));
        }
      }
    }
    for (int disc = 0; disc < 4; disc++) {
      double middleY = random.nextDouble() * height;
      double middleX = random.nextDouble() * width;
      double radius = 2 + random.nextDouble() * Math.min(height, width) / 3;
      float[] level = new float[channels];
      for (int c = 0; c < channels; c++) {
        level[c] = (float) random.nextDouble(0.1, 0.9);
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (Math.hypot(y - middleY, x - middleX) < radius) {
            System.arraycopy(level, 0, values, (y * width + x) * channels, channels);
          }
        }
      }
    }
    return new Picture(values, SampleShape.image(channels, height, width), 8);
  }

  /** A body of 48 × 48 pixels with two darker ellipses and a spine, each a little different. */
  static Picture body(long seed) {
    int side = 48;
    SplittableRandom random = new SplittableRandom(seed);
    double shiftY = side / 2.0 + random.nextDouble(-2, 2);
    double shiftX = side / 2.0 + random.nextDouble(-2, 2);
    double size = random.nextDouble(0.9, 1.1);
    double light = random.nextDouble(0.45, 0.55);
    float[] values = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double v = (y - shiftY) / size;
        double u = (x - shiftX) / size;
        values[y * side + x] =
            (float)
                (0.05
                    + light * inside(u / 20, v / 22)
                    - 0.3 * inside((u + 9) / 6, v / 13)
                    - 0.3 * inside((u - 9) / 6, v / 13)
                    + 0.2 * inside(u / 2.5, v / 20));
      }
    }
    return new Picture(values, SampleShape.image(1, side, side), 8);
  }

  private static double inside(double u, double v) {
    return Math.clamp((1 - Math.hypot(u, v)) * 8 + 0.5, 0.0, 1.0);
  }

  static Dataset bodies(int count) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = body(i).values();
    }
    float[] all = new float[count * rows[0].length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
    }
    return Dataset.ofFloats(all, SampleShape.image(1, 48, 48));
  }

  static Dataset pieces(int count, int side) {
    float[] all = new float[count * side * side];
    for (int i = 0; i < count; i++) {
      float[] one = discs(side, side, 1, i).values();
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    return Dataset.ofFloats(all, SampleShape.image(1, side, side));
  }
}
