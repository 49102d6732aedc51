package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireRank;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;

import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Finds the k-th smallest number of each row.
 *
 * <p>The range of the row's numbers is halved, and the half goes on that holds the k-th: each time
 * one pass counts how many numbers the middle reaches. As soon as those are k the greatest of them
 * is the one; that takes a dozen passes over a few thousand numbers, and needs no memory.
 */
public final class VectorSmallest {
  private VectorSmallest() {}

  /** perRow[r] = the k-th smallest of in[r, :]; NaN counts as larger than all others. */
  public static void smallest(int k, Tensor in, Tensor perRow) {
    requireRank(k, in, perRow);
    int columns = in.columns();
    VectorStrip[] strips = VectorStrip.ofThread();
    for (int r = 0; r < in.rows(); r++) {
      // NaN behind the last: it is reached by nothing.
      VectorStrip x = strips[0].read(in, (long) r * columns, columns, Float.NaN);
      perRow.set(r, smallest(k, x, strips[1], columns));
    }
  }

  private static float smallest(int k, VectorStrip x, VectorStrip lanes, int n) {
    Loops.least(x, lanes, n);
    float low = leastLane(lanes);
    if (k == 1 && low < Float.POSITIVE_INFINITY || Loops.count(low, x, n) >= k) {
      return low;
    }
    Loops.greatest(Float.POSITIVE_INFINITY, x, lanes, n);
    float high = greatestLane(lanes);
    if (Loops.count(high, x, n) < k) {
      return Float.NaN;
    }
    // More than low and at most high is the one.
    while (true) {
      float middle = between(low, high);
      if (middle == high) {
        return high;
      }
      int reached = Loops.count(middle, x, n);
      if (reached == k) {
        Loops.greatest(middle, x, lanes, n);
        return greatestLane(lanes);
      }
      if (reached > k) {
        high = middle;
      } else {
        low = middle;
      }
    }
  }

  /** A number above {@code low} and below {@code high}; the latter where there is none. */
  private static float between(float low, float high) {
    float middle = Math.max(low, -Float.MAX_VALUE) * 0.5f + Math.min(high, Float.MAX_VALUE) * 0.5f;
    return middle > low && middle < high ? middle : high;
  }

  /** Of two numbers the lesser, and the second where the first is NaN. */
  private static FloatVector lesser(FloatVector v, FloatVector than) {
    return than.blend(v, v.compare(VectorOperators.LT, than));
  }

  private static float leastLane(VectorStrip lanes) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < LANES; i++) {
      least = Math.min(least, lanes.lane(i));
    }
    return least;
  }

  private static float greatestLane(VectorStrip lanes) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < LANES; i++) {
      greatest = Math.max(greatest, lanes.lane(i));
    }
    return greatest;
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    /** Vectors at a time, so that none waits for the comparison before. */
    private static final int BLOCK = 4 * LANES;

    private Loops() {}

    static void least(VectorStrip x, VectorStrip lanes, int n) {
      FloatVector a = FloatVector.broadcast(VectorLanes.FLOATS, Float.POSITIVE_INFINITY);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      int i = 0;
      for (; i <= n - BLOCK; i += BLOCK) {
        a = lesser(x.load(i), a);
        b = lesser(x.load(i + LANES), b);
        c = lesser(x.load(i + 2 * LANES), c);
        d = lesser(x.load(i + 3 * LANES), d);
      }
      for (; i < n; i += LANES) {
        a = lesser(x.load(i), a);
      }
      lanes.putLanes(lesser(lesser(a, b), lesser(c, d)));
    }

    /** The greatest of those that {@code most} reaches. */
    static void greatest(float most, VectorStrip x, VectorStrip lanes, int n) {
      FloatVector greatest = FloatVector.broadcast(VectorLanes.FLOATS, Float.NEGATIVE_INFINITY);
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = x.load(i);
        VectorMask<Float> more = v.compare(VectorOperators.GT, greatest);
        greatest = greatest.blend(v, v.compare(VectorOperators.LE, most).and(more));
      }
      lanes.putLanes(greatest);
    }

    static int count(float most, VectorStrip x, int n) {
      int count = 0;
      for (int i = 0; i < n; i += LANES) {
        count += x.load(i).compare(VectorOperators.LE, most).trueCount();
      }
      return count;
    }
  }
}
