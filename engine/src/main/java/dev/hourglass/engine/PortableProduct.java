package dev.hourglass.engine;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A product of float32 and bfloat16 operands in single precision, as loops the compiler turns into
 * vector instructions.
 *
 * <p>The operands are copied into heap panels, the right one always as {@code [k, n]}, one array a
 * row: the compiler vectorises c[j] += a · b[j] only when all arrays share the index j. Four rows
 * of the right panel are folded into a row of the output at a time, in order of k whatever the
 * number of rows, so that a row's result does not depend on the rows beside it.
 */
final class PortableProduct implements Product {
  /** A tile of the right panel, 128 × 512 numbers, stays in the second-level cache. */
  private static final int DEPTH = 128;

  private static final int WIDTH = 512;

  /** Rows transposed together, so that each write to the panel fills a cache line. */
  private static final int STRIP = 16;

  private final ProductPlan plan;
  private final int m;
  private final int k;
  private final int n;
  private final float[] left;
  private final int leftRowStride;
  private final int leftColumnStride;
  private final float[][] right;
  private final float[] strip;
  private final float[][] out;
  private final float[] bias;

  PortableProduct(ProductPlan plan) {
    this.plan = plan;
    m = plan.out().rows();
    n = plan.out().columns();
    k = plan.transposeLeft() ? plan.left().rows() : plan.left().columns();
    left = new float[Math.multiplyExact(m, k)];
    leftRowStride = plan.transposeLeft() ? 1 : k;
    leftColumnStride = plan.transposeLeft() ? m : 1;
    right = new float[k][n];
    strip = plan.transposeRight() ? new float[STRIP * k] : new float[0];
    out = new float[m][n];
    bias = new float[plan.bias().isPresent() ? n : 0];
  }

  /** Whether any operand is float64. */
  static boolean needsDouble(ProductPlan plan) {
    return plan.left().format() == Format.FLOAT64
        || plan.right().format() == Format.FLOAT64
        || plan.out().format() == Format.FLOAT64
        || plan.bias().map(b -> b.format() == Format.FLOAT64).orElse(false);
  }

  @Override
  public void run() {
    load(plan.left(), 0, m * k, left, 0);
    loadRight();
    prepareOut();
    for (int k0 = 0; k0 < k; k0 += DEPTH) {
      int k1 = Math.min(k, k0 + DEPTH);
      for (int j0 = 0; j0 < n; j0 += WIDTH) {
        int j1 = Math.min(n, j0 + WIDTH);
        for (int i = 0; i < m; i++) {
          multiplyTile(i, k0, k1, j0, j1);
        }
      }
    }
    storeOut();
  }

  private void multiplyTile(int i, int k0, int k1, int j0, int j1) {
    float[] c = out[i];
    int at = i * leftRowStride + k0 * leftColumnStride;
    int p = k0;
    for (; p + 4 <= k1; p += 4) {
      float a0 = left[at];
      float a1 = left[at + leftColumnStride];
      float a2 = left[at + 2 * leftColumnStride];
      float a3 = left[at + 3 * leftColumnStride];
      addFour(a0, right[p], a1, right[p + 1], a2, right[p + 2], a3, right[p + 3], c, j0, j1);
      at += 4 * leftColumnStride;
    }
    for (; p < k1; p++) {
      addOne(left[at], right[p], c, j0, j1);
      at += leftColumnStride;
    }
  }

  private static void addFour(
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3,
      float[] c,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      c[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
    }
  }

  private static void addOne(float a, float[] b, float[] c, int from, int to) {
    for (int j = from; j < to; j++) {
      c[j] += a * b[j];
    }
  }

  private void loadRight() {
    Tensor source = plan.right();
    if (!plan.transposeRight()) {
      for (int p = 0; p < k; p++) {
        load(source, (long) p * n, n, right[p], 0);
      }
      return;
    }
    for (int j0 = 0; j0 < n; j0 += STRIP) {
      int rows = Math.min(STRIP, n - j0);
      load(source, (long) j0 * k, rows * k, strip, 0);
      for (int p = 0; p < k; p++) {
        float[] row = right[p];
        for (int j = 0; j < rows; j++) {
          row[j0 + j] = strip[j * k + p];
        }
      }
    }
  }

  private void prepareOut() {
    plan.bias().ifPresent(b -> load(b, 0, n, bias, 0));
    for (int i = 0; i < m; i++) {
      if (plan.accumulate()) {
        load(plan.out(), (long) i * n, n, out[i], 0);
      } else if (bias.length > 0) {
        System.arraycopy(bias, 0, out[i], 0, n);
      } else {
        Arrays.fill(out[i], 0);
      }
    }
  }

  private void storeOut() {
    double[] row = PortableScratch.ofThread().run(0, n);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        row[j] = out[i][j];
      }
      if (plan.tail() != Activation.IDENTITY) {
        PortableActivations.apply(plan.tail(), row, n);
        PortableScratch.flush(row, n, plan.out().format());
      }
      PortableScratch.storeRow(row, plan.out(), i);
    }
  }

  private static void load(Tensor from, long first, int count, float[] into, int at) {
    MemorySegment segment = from.segment();
    if (from.format() == Format.FLOAT32) {
      MemorySegment.copy(segment, JAVA_FLOAT, 4 * first, into, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        into[at + i] = BFloat16.toFloat(segment.getAtIndex(JAVA_SHORT, first + i));
      }
    }
  }
}
