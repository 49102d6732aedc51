package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;

import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Keeps the k largest numbers of each row.
 *
 * <p>The k-th largest is found by halving the range of all floats, seen as integers of the same
 * order, 32 times: each time one pass counts how many numbers reach the middle. That is exact,
 * takes the same time whatever the numbers, and needs no memory.
 */
public final class VectorTopK {
  private static final int MAGNITUDE = 0x7fffffff;

  private VectorTopK() {}

  /**
   * Keeps exactly {@code k} of each row, all of it when k is at least the columns. NaN passes
   * through, so that a diverged run is noticed.
   */
  public static void topK(int k, Tensor in, Tensor out) {
    requireSameSize(in, out);
    int columns = in.columns();
    if (k < 0) {
      throw new IllegalArgumentException("k must be 0 or more, but was " + k);
    }
    VectorStrip[] strips = VectorStrip.ofThread();
    for (int r = 0; r < in.rows(); r++) {
      long at = (long) r * columns;
      VectorStrip x = strips[0].read(in, at, columns, Float.NEGATIVE_INFINITY);
      VectorStrip to = strips[1].write(out, at, columns);
      if (k >= columns) {
        Loops.keep(Float.NEGATIVE_INFINITY, x, to, columns);
      } else if (k == 0) {
        to.clear();
      } else {
        float threshold = number(largest(k, x, columns));
        Loops.keep(threshold, x, to, columns);
        dropLast(Loops.count(threshold, x, columns) - k, threshold, to, columns);
      }
      to.finish();
    }
  }

  /** A number that k reach, or that more than k reach and is the k-th largest. */
  private static int largest(int k, VectorStrip x, int n) {
    int low = Integer.MIN_VALUE;
    int high = Integer.MAX_VALUE;
    while (low < high) {
      int middle = (int) (((long) low + high + 1) >> 1);
      int reached = Loops.countOrdered(middle, x, n);
      if (reached == k) {
        return middle;
      }
      if (reached > k) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Integers in the order of the floats: the magnitude of negative ones is turned about. */
  private static IntVector ordered(FloatVector v) {
    IntVector bits = v.reinterpretAsInts();
    return bits.lanewise(
        VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(MAGNITUDE));
  }

  private static float number(int ordered) {
    return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & MAGNITUDE));
  }

  /**
   * Zeroes the last {@code surplus} numbers equal to {@code threshold}: of equals the first win.
   */
  private static void dropLast(int surplus, float threshold, VectorStrip out, int n) {
    int left = surplus;
    for (int i = n - 1; left > 0 && i >= 0; i--) {
      if (out.get(i) == threshold) {
        out.set(i, 0);
        left--;
      }
    }
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static int countOrdered(int least, VectorStrip x, int n) {
      int count = 0;
      for (int i = 0; i < n; i += LANES) {
        count += ordered(x.load(i)).compare(VectorOperators.GE, least).trueCount();
      }
      return count;
    }

    static int count(float least, VectorStrip x, int n) {
      int count = 0;
      for (int i = 0; i < n; i += LANES) {
        count += x.load(i).compare(VectorOperators.GE, least).trueCount();
      }
      return count;
    }

    /** out = x where it is not below {@code least}, else 0. */
    static void keep(float least, VectorStrip x, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = x.load(i);
        out.store(i, v.blend(0f, v.compare(VectorOperators.LT, least)));
      }
    }
  }
}
