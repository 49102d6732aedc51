package dev.hourglass.engine.cases;

import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Planes of about as many places as a size has columns, one side odd and one even; timed are 28×28
 * planes of 32 channels.
 */
final class Planes {

  /** Planes are large; more rows of them than these show nothing more. */
  private static final int MOST_ROWS = 6;

  private Planes() {}

  private static boolean timed(Operands o) {
    return o.size().equals(KernelCases.TIMED);
  }

  static FeatureMap map(Operands o, int channels) {
    int side = Math.clamp(Math.round(Math.sqrt(o.columns())), 1, timed(o) ? 28 : 14);
    return new FeatureMap(timed(o) ? side : Math.max(1, side - 1), side, channels);
  }

  /** Less than a vector, whole vectors, and both. */
  static int channels(Operands o) {
    return timed(o) ? 32 : o.size().count(40);
  }

  static int rows(Operands o) {
    return timed(o) ? o.rows() : Math.min(o.rows(), MOST_ROWS);
  }

  static Tensor compute(Operands o, String name, FeatureMap map, Values values) {
    return o.compute(name, rows(o), map.size(), values);
  }
}
