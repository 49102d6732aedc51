package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSparseGradient;
import static dev.hourglass.engine.kernel.OperandSizes.requireSparseProduct;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Products of sparse rows.
 *
 * <p>They give the bits that {@link PortableProduct} gives for the same rows with their zeros: the
 * numbers that stand in one of its quads are added up in the same way here, those that are missing
 * being zero, and a quad of zeros changes no sum. In double precision, as there, one by one.
 */
final class PortableSparse {
  /** How many numbers {@link PortableProduct} folds into a sum at a time. */
  private static final int QUAD = 4;

  private PortableSparse() {}

  static void sparseProduct(SparseRows x, Tensor weight, Tensor bias, Activation f, Tensor out) {
    requireSparseProduct(x, weight, bias, f, out);
    if (isDouble(weight) || isDouble(bias) || isDouble(out)) {
      productInDouble(x, weight, bias, f, out);
      return;
    }
    int n = out.columns();
    PortableScratch scratch = PortableScratch.ofThread();
    float[] sums = scratch.floats(0, n);
    float[] factors = scratch.floats(1, QUAD);
    float[][] rows = quad(scratch, n);
    int whole = x.columns() & -QUAD;
    for (int r = 0; r < x.rows(); r++) {
      PortableProduct.load(bias, 0, n, sums);
      int end = x.end(r);
      for (int at = x.start(r); at < end; ) {
        int first = x.column(at) & -QUAD;
        int past = first < whole ? first + QUAD : x.column(at) + 1;
        int present = 0;
        for (; at < end && x.column(at) < past; at++) {
          int i = x.column(at) - first;
          factors[i] = x.value(at);
          PortableProduct.load(weight, (long) x.column(at) * n, n, rows[i]);
          present |= 1 << i;
        }
        fold(factors, rows, present, sums, n);
      }
      PortableProduct.storeRow(sums, f, out, r, scratch);
    }
  }

  private static void productInDouble(
      SparseRows x, Tensor weight, Tensor bias, Activation f, Tensor out) {
    int n = out.columns();
    PortableScratch scratch = PortableScratch.ofThread();
    double[] sums = scratch.run(0, n);
    double[] row = scratch.run(1, n);
    for (int r = 0; r < x.rows(); r++) {
      PortableScratch.load(bias, 0, n, sums);
      for (int at = x.start(r); at < x.end(r); at++) {
        PortableScratch.loadRow(weight, x.column(at), row);
        addOne(x.value(at), row, sums, n);
      }
      PortableProduct.storeRow(sums, f, out, r);
    }
  }

  static void sparseWeightGradient(
      SparseRows x, Tensor outGradient, boolean accumulate, Tensor weightGradient) {
    requireSparseGradient(x, outGradient, weightGradient);
    if (!accumulate) {
      weightGradient.clear();
    }
    if (isDouble(outGradient) || isDouble(weightGradient)) {
      gradientInDouble(x, outGradient, weightGradient);
      return;
    }
    int n = outGradient.columns();
    PortableScratch scratch = PortableScratch.ofThread();
    float[][] rows = quad(scratch, n);
    int whole = x.rows() & -QUAD;
    for (int r = 0; r < x.rows(); ) {
      int past = r < whole ? r + QUAD : r + 1;
      for (int i = 0; r + i < past; i++) {
        PortableProduct.load(outGradient, (long) (r + i) * n, n, rows[i]);
      }
      addRows(x, r, past, rows, weightGradient);
      r = past;
    }
  }

  /** Adds what rows {@code from} to {@code past}, four or one, have to say, column by column. */
  private static void addRows(
      SparseRows x, int from, int past, float[][] rows, Tensor weightGradient) {
    int n = weightGradient.columns();
    PortableScratch scratch = PortableScratch.ofThread();
    float[] sums = scratch.floats(0, n);
    float[] factors = scratch.floats(1, QUAD);
    int[] cursors = scratch.cursors();
    for (int r = from; r < past; r++) {
      cursors[r - from] = x.start(r);
    }
    MemorySegment gradient = weightGradient.segment();
    for (int column = next(x, from, past, cursors);
        column < x.columns();
        column = next(x, from, past, cursors)) {
      int present = 0;
      for (int r = from; r < past; r++) {
        int i = r - from;
        if (cursors[i] < x.end(r) && x.column(cursors[i]) == column) {
          factors[i] = x.value(cursors[i]);
          present |= 1 << i;
          cursors[i]++;
        }
      }
      long bytes = 4L * column * n;
      MemorySegment.copy(gradient, JAVA_FLOAT, bytes, sums, 0, n);
      fold(factors, rows, present, sums, n);
      MemorySegment.copy(sums, 0, gradient, JAVA_FLOAT, bytes, n);
    }
  }

  /** The smallest column that a cursor stands at; past all columns where all are at their end. */
  private static int next(SparseRows x, int from, int past, int[] cursors) {
    int smallest = x.columns();
    for (int r = from; r < past; r++) {
      int at = cursors[r - from];
      if (at < x.end(r)) {
        smallest = Math.min(smallest, x.column(at));
      }
    }
    return smallest;
  }

  private static void gradientInDouble(SparseRows x, Tensor outGradient, Tensor weightGradient) {
    int n = outGradient.columns();
    PortableScratch scratch = PortableScratch.ofThread();
    double[] sums = scratch.run(0, n);
    double[] row = scratch.run(1, n);
    for (int r = 0; r < x.rows(); r++) {
      PortableScratch.loadRow(outGradient, r, row);
      for (int at = x.start(r); at < x.end(r); at++) {
        PortableScratch.loadRow(weightGradient, x.column(at), sums);
        addOne(x.value(at), row, sums, n);
        PortableScratch.storeRow(sums, weightGradient, x.column(at));
      }
    }
  }

  /** Four rows to fill, and one of zeros in place of those that are missing. */
  private static float[][] quad(PortableScratch scratch, int n) {
    float[][] rows = scratch.panel(0, QUAD + 1, n);
    Arrays.fill(rows[QUAD], 0, n, 0);
    return rows;
  }

  /** sums += Σ factors[i] · rows[i] over the bits of {@code present}, as a quad. */
  private static void fold(float[] factors, float[][] rows, int present, float[] sums, int n) {
    if (Integer.bitCount(present) == 1) {
      int only = Integer.numberOfTrailingZeros(present);
      PortableProduct.addOne(factors[only], rows[only], sums, 0, n);
      return;
    }
    for (int i = 0; i < QUAD; i++) {
      if ((present & 1 << i) == 0) {
        factors[i] = 0;
      }
    }
    PortableProduct.addFour(
        factors[0],
        rows[(present & 1) != 0 ? 0 : QUAD],
        factors[1],
        rows[(present & 2) != 0 ? 1 : QUAD],
        factors[2],
        rows[(present & 4) != 0 ? 2 : QUAD],
        factors[3],
        rows[(present & 8) != 0 ? 3 : QUAD],
        sums,
        0,
        n);
  }

  private static void addOne(double factor, double[] row, double[] sums, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] += factor * row[j];
    }
  }

  private static boolean isDouble(Tensor tensor) {
    return tensor.format() == Format.FLOAT64;
  }
}
