package dev.hourglass.engine.cases;

import java.util.random.RandomGenerator;

/** What an operand is filled with. */
public enum Values {
  /** Standard normal, 0.01 away from zero. */
  NORMAL,
  /** Standard normal, but one in eight an extreme: zeros, ones, and numbers that saturate. */
  EXTREME,
  /** Normal with deviation 6: log-variances on both sides of their clamp. */
  WIDE,
  /** Grey levels: uniform in [0, 1], both ends included. */
  GREY,
  /** Counts 0 to 3. */
  COUNT,
  /** Squares of normals, never 0: running means of squared gradients. */
  SQUARE,
  /** Not a number: an output that must be overwritten and not read. */
  GARBAGE;

  private static final double[] EXTREMES = {0, -0.0, 1, -1, 20, -20, 90, -90};

  double draw(RandomGenerator random, boolean ordinary) {
    return switch (this) {
      case NORMAL -> awayFromZero(random.nextGaussian());
      case EXTREME ->
          !ordinary && random.nextInt(8) == 0
              ? EXTREMES[random.nextInt(EXTREMES.length)]
              : awayFromZero(random.nextGaussian());
      case WIDE -> 6 * random.nextGaussian();
      case GREY -> random.nextInt(256) / 255.0;
      case COUNT -> random.nextInt(4);
      case SQUARE -> {
        double root = awayFromZero(random.nextGaussian());
        yield root * root;
      }
      case GARBAGE -> Double.NaN;
    };
  }

  private static double awayFromZero(double x) {
    return x + Math.copySign(0.01, x);
  }
}
