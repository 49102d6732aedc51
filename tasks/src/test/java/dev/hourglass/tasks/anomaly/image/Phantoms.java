package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import java.util.SplittableRandom;

/** Drawn bodies: an ellipse with two darker ones in it and a spine, each a little different. */
final class Phantoms {
  static final int SIDE = 48;
  static final SampleShape SHAPE = SampleShape.image(1, SIDE, SIDE);

  private Phantoms() {}

  static float[] normal(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double shiftY = random.nextDouble(-2, 2);
    double shiftX = random.nextDouble(-2, 2);
    double size = random.nextDouble(0.9, 1.1);
    double light = random.nextDouble(-0.05, 0.05);
    float[] image = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double v = (y - SIDE / 2.0 - shiftY) / size;
        double u = (x - SIDE / 2.0 - shiftX) / size;
        double level = 0.05;
        level += (0.5 + light) * inside(u / 20, v / 22);
        level -= 0.3 * inside((u + 9) / 6, v / 13);
        level -= 0.3 * inside((u - 9) / 6, v / 13);
        level += 0.2 * inside(u / 2.5, v / 20);
        image[y * SIDE + x] = (float) (level + 0.02 * random.nextGaussian());
      }
    }
    return image;
  }

  private static double inside(double u, double v) {
    return Math.clamp((1 - Math.hypot(u, v)) * 8 + 0.5, 0.0, 1.0);
  }

  /**
   * A round lesion within one of the darker ellipses.
   *
   * @param at {@code [x, y]} of its middle, written
   */
  static float[] withLesion(long seed, double radius, double contrast, double[] at) {
    float[] image = normal(seed);
    SplittableRandom random = new SplittableRandom(seed + 1_000_000);
    at[0] = SIDE / 2.0 + (random.nextBoolean() ? 9 : -9) + random.nextDouble(-2, 2);
    at[1] = SIDE / 2.0 + random.nextDouble(-7, 7);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double away = Math.hypot(x - at[0], y - at[1]);
        image[y * SIDE + x] += (float) (contrast * Math.clamp(radius - away + 0.5, 0.0, 1.0));
      }
    }
    return image;
  }

  static Dataset of(float[][] images) {
    float[] all = new float[images.length * SIDE * SIDE];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(images[i], 0, all, i * SIDE * SIDE, SIDE * SIDE);
    }
    for (int i = 0; i < all.length; i++) {
      all[i] = Math.clamp(all[i], 0f, 1f);
    }
    return Dataset.ofFloats(all, SHAPE);
  }
}
