package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.Tensor;

/** What every kernel asks of its operands before it touches them. */
public final class OperandSizes {
  private OperandSizes() {}

  /**
   * Refuses two tensors of different sizes.
   *
   * @throws IllegalArgumentException naming both
   */
  public static void requireSameSize(Tensor x, Tensor y) {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "operands must have the same size, but were %s and %s".formatted(x, y));
    }
  }

  /**
   * Refuses a tensor of any other size.
   *
   * @throws IllegalArgumentException naming it and the size
   */
  public static void requireSize(Tensor x, long size) {
    if (x.size() != size) {
      throw new IllegalArgumentException(
          "an operand of %d numbers is wanted, but was %s".formatted(size, x));
    }
  }
}
