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

  static Dataset pieces(int count, int side) {
    float[] all = new float[count * side * side];
    for (int i = 0; i < count; i++) {
      float[] one = discs(side, side, 1, i).values();
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    return Dataset.ofFloats(all, SampleShape.image(1, side, side));
  }
}
