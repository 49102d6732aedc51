package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;

/** Random vectors v of ±1, for which E v vᵀ = I. */
final class RandomSigns {
  private final Kernels kernels;
  private final Tensor zeros;
  private final Tensor minusOnes;

  /**
   * For draws of a shape.
   *
   * @param rows vectors of a draw
   * @param columns numbers of a vector
   */
  RandomSigns(PassContext context, int rows, int columns) {
    this.kernels = context.kernels();
    this.zeros = context.master(rows, columns);
    this.minusOnes = context.master(1, columns);
    for (int i = 0; i < columns; i++) {
      minusOnes.set(i, -1);
    }
  }

  /**
   * Draws anew.
   *
   * @param firstRow of these vectors among all of the key
   * @param signs {@code [rows, columns]}, overwritten
   */
  void draw(long key, int firstRow, Tensor signs) {
    // Salt-and-pepper of probability 1 is a fair coin, 0 or 1; twice that less one is ±1.
    kernels.saltAndPepper(key, firstRow, 1, zeros, signs);
    kernels.addScaled(1, signs, signs);
    kernels.addRow(minusOnes, signs, signs);
  }
}
