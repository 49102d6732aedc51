package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireRank;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.BLOCK;
import static dev.hourglass.engine.kernel.portable.PortableScratch.block;
import static dev.hourglass.engine.kernel.portable.PortableScratch.load;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;

/** Sums over rows and over all numbers. */
final class PortableReductions {
  private PortableReductions() {}

  /** out[c] = Σ_r x[r, c], or added to what is there. */
  static void columnSums(Tensor x, boolean accumulate, Tensor out) {
    int columns = x.columns();
    requireSize(out, columns);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, columns);
    double[] sums = scratch.zeros(1, columns);
    for (int r = 0; r < x.rows(); r++) {
      loadRow(x, r, a);
      for (int c = 0; c < columns; c++) {
        sums[c] += a[c];
      }
    }
    storeSums(sums, accumulate, out, a);
  }

  /** out = sums, or out += sums when {@code accumulate}; flushed, as such sums are gradients. */
  static void storeSums(double[] sums, boolean accumulate, Tensor out, double[] spare) {
    int count = (int) out.size();
    if (accumulate) {
      PortableScratch.load(out, 0, count, spare);
      for (int c = 0; c < count; c++) {
        sums[c] += spare[c];
      }
    }
    PortableScratch.storeFlushed(sums, count, out, 0);
  }

  /** Σ x[i]². */
  static double sumOfSquares(Tensor x, int from, int to) {
    double[] a = PortableScratch.ofThread().run(0, BLOCK);
    double sum = 0;
    for (long at = from; at < to; at += BLOCK) {
      int count = block(at, to);
      load(x, at, count, a);
      for (int i = 0; i < count; i++) {
        sum += a[i] * a[i];
      }
    }
    return sum;
  }

  /** The k-th smallest number of every row; NaN counts as larger than all others. */
  static void smallest(int k, Tensor in, Tensor perRow) {
    requireRank(k, in, perRow);
    int columns = in.columns();
    double[] x = PortableScratch.ofThread().run(0, columns);
    for (int r = 0; r < in.rows(); r++) {
      loadRow(in, r, x);
      Arrays.sort(x, 0, columns);
      perRow.set(r, (float) x[k - 1]);
    }
  }
}
