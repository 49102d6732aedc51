package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;

import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.StrengthRange;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Draws of {@link Noise} laid over a tensor: number (r, c) uses counter (firstRow + r) · columns +
 * c, modulo 2³².
 */
final class PortableNoise {
  private PortableNoise() {}

  /** Kept, and scaled by 1 / (1 − rate), where the uniform draw is not below {@code rate}. */
  static void dropout(long key, int firstRow, double rate, Tensor in, Tensor out) {
    requireSameSize(in, out);
    int columns = out.columns();
    double[] x = PortableScratch.ofThread().run(0, columns);
    double scale = 1 / (1 - rate);
    for (int r = 0; r < out.rows(); r++) {
      loadRow(in, r, x);
      int counter = (firstRow + r) * columns;
      for (int c = 0; c < columns; c++) {
        x[c] = Noise.uniform(key, counter + c) < rate ? 0 : x[c] * scale;
      }
      storeRow(x, out, r);
    }
  }

  static void normal(long key, int firstRow, Tensor out) {
    int columns = out.columns();
    double[] x = PortableScratch.ofThread().run(0, columns);
    for (int r = 0; r < out.rows(); r++) {
      int counter = (firstRow + r) * columns;
      for (int c = 0; c < columns; c++) {
        x[c] = Noise.normal(key, counter + c);
      }
      storeRow(x, out, r);
    }
  }

  static void gaussianNoise(long key, int firstRow, double sigma, Tensor in, Tensor out) {
    requireSameSize(in, out);
    double[] x = PortableScratch.ofThread().run(0, out.columns());
    for (int r = 0; r < out.rows(); r++) {
      addNoise(key, firstRow, r, sigma, in, out, x);
    }
  }

  static void gaussianNoiseByRow(
      long key, int firstRow, StrengthRange sigmas, Tensor in, Tensor out) {
    requireSameSize(in, out);
    double[] x = PortableScratch.ofThread().run(0, out.columns());
    for (int r = 0; r < out.rows(); r++) {
      addNoise(key, firstRow, r, sigmas.ofRow(key, firstRow + r), in, out, x);
    }
  }

  private static void addNoise(
      long key, int firstRow, int row, double sigma, Tensor in, Tensor out, double[] x) {
    loadRow(in, row, x);
    int counter = (firstRow + row) * out.columns();
    for (int c = 0; c < out.columns(); c++) {
      x[c] += sigma * Noise.normal(key, counter + c);
    }
    storeRow(x, out, row);
  }

  /** 0 where the uniform draw u is below probability / 2, else 1 where it is below probability. */
  static void saltAndPepper(long key, int firstRow, double probability, Tensor in, Tensor out) {
    requireSameSize(in, out);
    int columns = out.columns();
    double[] x = PortableScratch.ofThread().run(0, columns);
    for (int r = 0; r < out.rows(); r++) {
      loadRow(in, r, x);
      int counter = (firstRow + r) * columns;
      for (int c = 0; c < columns; c++) {
        double u = Noise.uniform(key, counter + c);
        if (u < probability) {
          x[c] = u < probability / 2 ? 0 : 1;
        }
      }
      storeRow(x, out, r);
    }
  }

  /** 0 where the uniform draw is below {@code probability}. */
  static void mask(long key, int firstRow, double probability, Tensor in, Tensor out) {
    requireSameSize(in, out);
    int columns = out.columns();
    double[] x = PortableScratch.ofThread().run(0, columns);
    for (int r = 0; r < out.rows(); r++) {
      loadRow(in, r, x);
      int counter = (firstRow + r) * columns;
      for (int c = 0; c < columns; c++) {
        x[c] = Noise.uniform(key, counter + c) < probability ? 0 : x[c];
      }
      storeRow(x, out, r);
    }
  }
}
