package dev.hourglass.engine.kernel.portable;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.BFloat16;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A product of float32 and bfloat16 operands in single precision, as loops the compiler turns into
 * vector instructions.
 *
 * <p>The operands are copied into the thread's panels on the heap, the right one always as {@code
 * [k, n]}, one array a row: the compiler vectorises c[j] += a · b[j] only when all arrays share the
 * index j. Four rows of the right panel are folded into a row of the output at a time, in order of
 * k whatever the number of rows, so that a row's result does not depend on the rows beside it.
 */
final class PortableProduct implements Product {
  /**
   * Rows of the output computed at a time: enough to be worth another pass over the right panel.
   */
  private static final int HEIGHT = 64;

  /** A tile of the right panel, 128 × 512 numbers, stays in the second-level cache. */
  private static final int DEPTH = 128;

  private static final int WIDTH = 512;

  /** Rows transposed together, so that each write to the panel fills a cache line. */
  private static final int STRIP = 16;

  private final ProductPlan plan;
  private final int m;
  private final int k;
  private final int n;
  private final int leftRowStride;
  private final int leftColumnStride;

  PortableProduct(ProductPlan plan) {
    this.plan = plan;
    m = plan.out().rows();
    n = plan.out().columns();
    k = plan.left().columns();
    if ((long) m * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a portable product takes at most 2^31 numbers, but %s has more"
              .formatted(plan.left().tensor()));
    }
    leftRowStride = plan.left().transposed() ? 1 : k;
    leftColumnStride = plan.left().transposed() ? m : 1;
  }

  /** Whether any operand is float64. */
  static boolean needsDouble(ProductPlan plan) {
    return plan.left().tensor().format() == Format.FLOAT64
        || plan.right().tensor().format() == Format.FLOAT64
        || plan.out().format() == Format.FLOAT64
        || plan.bias().map(b -> b.format() == Format.FLOAT64).orElse(false);
  }

  @Override
  public void run() {
    PortableScratch scratch = PortableScratch.ofThread();
    float[] left = scratch.floats(0, m * k);
    load(plan.left().tensor(), 0, m * k, left);
    float[][] right = scratch.panel(0, k, n);
    loadRight(right, scratch);
    float[][] out = scratch.panel(1, Math.min(m, HEIGHT), n);
    for (int i0 = 0; i0 < m; i0 += HEIGHT) {
      int i1 = Math.min(m, i0 + HEIGHT);
      prepareOut(out, i0, i1);
      for (int k0 = 0; k0 < k; k0 += DEPTH) {
        int k1 = Math.min(k, k0 + DEPTH);
        for (int j0 = 0; j0 < n; j0 += WIDTH) {
          int j1 = Math.min(n, j0 + WIDTH);
          for (int i = i0; i < i1; i++) {
            multiplyTile(left, i * leftRowStride, right, k0, k1, out[i - i0], j0, j1);
          }
        }
      }
      storeOut(out, i0, i1, scratch);
    }
  }

  private void multiplyTile(
      float[] left, int row, float[][] right, int k0, int k1, float[] c, int j0, int j1) {
    int step = leftColumnStride;
    int at = row + k0 * step;
    int p = k0;
    for (; p + 4 <= k1; p += 4) {
      float a0 = left[at];
      float a1 = left[at + step];
      float a2 = left[at + 2 * step];
      float a3 = left[at + 3 * step];
      addFour(a0, right[p], a1, right[p + 1], a2, right[p + 2], a3, right[p + 3], c, j0, j1);
      at += 4 * step;
    }
    for (; p < k1; p++) {
      addOne(left[at], right[p], c, j0, j1);
      at += step;
    }
  }

  /** c += (a₀ b₀ + a₁ b₁) + (a₂ b₂ + a₃ b₃). */
  static void addFour(
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

  /** c += a b. */
  static void addOne(float a, float[] b, float[] c, int from, int to) {
    for (int j = from; j < to; j++) {
      c[j] += a * b[j];
    }
  }

  private void loadRight(float[][] right, PortableScratch scratch) {
    Tensor source = plan.right().tensor();
    if (!plan.right().transposed()) {
      for (int p = 0; p < k; p++) {
        load(source, (long) p * n, n, right[p]);
      }
      return;
    }
    float[] strip = scratch.floats(1, STRIP * k);
    for (int j0 = 0; j0 < n; j0 += STRIP) {
      int rows = Math.min(STRIP, n - j0);
      load(source, (long) j0 * k, rows * k, strip);
      for (int p = 0; p < k; p++) {
        float[] row = right[p];
        for (int j = 0; j < rows; j++) {
          row[j0 + j] = strip[j * k + p];
        }
      }
    }
  }

  private void prepareOut(float[][] out, int i0, int i1) {
    for (int i = i0; i < i1; i++) {
      float[] row = out[i - i0];
      if (plan.accumulate()) {
        load(plan.out(), (long) i * n, n, row);
      } else if (plan.bias().isPresent()) {
        load(plan.bias().get(), 0, n, row);
      } else {
        Arrays.fill(row, 0, n, 0);
      }
    }
  }

  private void storeOut(float[][] out, int i0, int i1, PortableScratch scratch) {
    for (int i = i0; i < i1; i++) {
      storeRow(out[i - i0], plan.tail(), plan.out(), i, scratch);
    }
  }

  /** Row {@code row} of {@code out} is f of the sums. */
  static void storeRow(float[] sums, Activation f, Tensor out, int row, PortableScratch scratch) {
    int n = out.columns();
    double[] numbers = scratch.run(0, n);
    for (int j = 0; j < n; j++) {
      numbers[j] = sums[j];
    }
    storeRow(numbers, f, out, row);
  }

  /** The same in double precision; changes {@code sums}. */
  static void storeRow(double[] sums, Activation f, Tensor out, int row) {
    int n = out.columns();
    if (f != Activation.IDENTITY) {
      PortableActivations.apply(f, sums, n);
      PortableScratch.flush(sums, n, out.format());
    }
    PortableScratch.storeRow(sums, out, row);
  }

  /** into[i] = from[first + i] for i below {@code count}. */
  static void load(Tensor from, long first, int count, float[] into) {
    MemorySegment segment = from.segment();
    if (from.format() == Format.FLOAT32) {
      MemorySegment.copy(segment, JAVA_FLOAT, 4 * first, into, 0, count);
    } else {
      for (int i = 0; i < count; i++) {
        into[i] = BFloat16.toFloat(segment.getAtIndex(JAVA_SHORT, first + i));
      }
    }
  }
}
