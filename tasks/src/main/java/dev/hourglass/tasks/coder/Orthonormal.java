package dev.hourglass.tasks.coder;

import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Makes the rows of a tensor orthonormal, keeping what each prefix of them spans.
 *
 * <p>Block Gram and Schmidt, twice over (Giraud et al. 2005: twice is enough): the blocks before
 * are taken out by engine products, the rows within a block one by one in double precision.
 */
final class Orthonormal {
  private static final int BLOCK = 32;

  /** What is left of a row after projection is rounding below this share of its length. */
  private static final double NOTHING = 1e-5;

  private static final long SEED = 0x0c0ffee;

  private Orthonormal() {}

  /**
   * In place. A row that lies in the span of those before it (data of a lower rank) is replaced by
   * noise made orthogonal to them.
   *
   * @param rows {@code [count, columns]} with {@code count ≤ columns}
   */
  static void rows(Tensor rows) {
    for (int from = 0; from < rows.rows(); from += BLOCK) {
      Tensor before = rows.topRows(from);
      Tensor block = rows.slice(from, Math.min(BLOCK, rows.rows() - from));
      double[] lengths = new double[block.rows()];
      for (int r = 0; r < lengths.length; r++) {
        lengths[r] = length(toDoubles(block.row(r)));
      }
      takeOut(before, block);
      takeOut(before, block);
      double[][] done = new double[block.rows()][];
      for (int r = 0; r < done.length; r++) {
        double[] row = toDoubles(block.row(r));
        for (int attempt = 1; !reduce(row, done, r, lengths[r]); attempt++) {
          Tensor fresh = block.slice(r, 1);
          KernelLadder.best()
              .normal(
                  Noise.key(SEED, NoisePurpose.ORTHONORMAL_ROWS, from + r, attempt, 0), 0, fresh);
          lengths[r] = length(toDoubles(fresh.row(0)));
          takeOut(before, fresh);
          takeOut(before, fresh);
          row = toDoubles(fresh.row(0));
        }
        done[r] = row;
        for (int c = 0; c < row.length; c++) {
          block.set(r, c, row[c]);
        }
      }
    }
  }

  /** block −= (block · beforeᵀ) · before. */
  private static void takeOut(Tensor before, Tensor block) {
    if (before.rows() == 0) {
      return;
    }
    Kernels kernels = KernelLadder.best();
    Tensor overlap = Tensor.allocate(block.rows(), before.rows());
    kernels.prepare(ProductPlan.transposedRight(block, before, overlap)).run();
    Tensor negated = Tensor.allocate(block.rows(), before.rows());
    kernels.addScaled(-1, overlap, negated);
    kernels.prepare(ProductPlan.of(negated, before, block).accumulating(true)).run();
  }

  private static boolean reduce(double[] row, double[][] done, int count, double lengthBefore) {
    for (int pass = 0; pass < 2; pass++) {
      for (int k = 0; k < count; k++) {
        double overlap = 0;
        for (int c = 0; c < row.length; c++) {
          overlap += row[c] * done[k][c];
        }
        for (int c = 0; c < row.length; c++) {
          row[c] -= overlap * done[k][c];
        }
      }
    }
    double left = length(row);
    if (!(left > NOTHING * lengthBefore)) {
      return false;
    }
    for (int c = 0; c < row.length; c++) {
      row[c] /= left;
    }
    return true;
  }

  private static double length(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double[] toDoubles(float[] row) {
    double[] wide = new double[row.length];
    for (int c = 0; c < row.length; c++) {
      wide[c] = row[c];
    }
    return wide;
  }

  /** The identity: the basis of everything. */
  static Tensor everything(int features) {
    Tensor identity = Tensor.allocate(features, features);
    for (int i = 0; i < features; i++) {
      identity.set(i, i, 1);
    }
    return identity;
  }
}
