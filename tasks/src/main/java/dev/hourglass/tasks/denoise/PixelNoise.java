package dev.hourglass.tasks.denoise;

import java.util.SplittableRandom;

/** Noise that hits each number of a picture by itself. */
final class PixelNoise {
  /**
   * Counts of a larger mean are drawn from the normal distribution, which they hardly differ of.
   */
  private static final double MANY = 200;

  private PixelNoise() {}

  static void gaussian(float[] values, double sigma, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (sigma * random.nextGaussian());
    }
  }

  static void speckle(float[] values, double sigma, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) (1 + sigma * random.nextGaussian());
    }
  }

  static void saltAndPepper(float[] values, double share, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      double draw = random.nextDouble();
      if (draw < share) {
        values[i] = draw < share / 2 ? 0 : 1;
      }
    }
  }

  static void masking(float[] values, double share, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      if (random.nextDouble() < share) {
        values[i] = 0;
      }
    }
  }

  static void poisson(float[] values, double photons, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (count(Math.max(0, values[i]) * photons, random) / photons);
    }
  }

  /** By multiplying uniform numbers (Knuth) in steps of e⁻²⁰ or less, which floats hold. */
  private static double count(double mean, SplittableRandom random) {
    if (mean > MANY) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    int count = 0;
    double left = mean;
    while (left > 0) {
      double part = Math.min(left, 20);
      double floor = Math.exp(-part);
      double product = random.nextDouble();
      while (product > floor) {
        product *= random.nextDouble();
        count++;
      }
      left -= part;
    }
    return count;
  }
}
