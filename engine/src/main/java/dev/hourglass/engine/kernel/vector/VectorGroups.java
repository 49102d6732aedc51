package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorLanes.address;
import static dev.hourglass.engine.kernel.vector.VectorLanes.loadHalf;
import static dev.hourglass.engine.kernel.vector.VectorLanes.storeHalf;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import jdk.incubator.vector.FloatVector;

/**
 * Row-wise products between a tall tensor and a short one: row (b·group + g) of the tall belongs to
 * row b of the short. The exact contractive penalty is made of these.
 *
 * <p>Where a row is a whole number of vectors, a strip covers as many rows of a group as its length
 * allows; else it covers one row. The loops go down the rows of such a block with a column of
 * vectors, so that the short operand is loaded once for all of them.
 */
public final class VectorGroups {
  private VectorGroups() {}

  /** out[b·group + g, :] = x[b·group + g, :] ∘ scale[b, :]. */
  public static void multiplyGroups(Tensor x, Tensor scale, int group, Tensor out) {
    requireGroups(x, scale, group);
    requireGroups(out, scale, group);
    VectorStrip[] strips = VectorStrip.ofThread();
    int columns = scale.columns();
    int height = height(group, columns);
    boolean halves = wholeHalves(x) && wholeHalves(out);
    for (int b = 0; b < scale.rows(); b++) {
      VectorStrip s = strips[1].read(scale, (long) b * columns, columns);
      for (int g = 0; g < group; g += height) {
        int rows = Math.min(height, group - g);
        long at = ((long) b * group + g) * columns;
        if (halves) {
          Loops.multiplyHalves(x.segment(), s, out.segment(), 2 * at, rows, columns);
        } else {
          VectorStrip to = strips[2].write(out, at, rows * columns);
          Loops.multiply(strips[0].read(x, at, rows * columns), s, to, rows, columns);
          to.finish();
        }
      }
    }
  }

  /** out[b·group + g, :] = shared[g, :] ∘ scale[b, :]. */
  public static void spreadGroups(Tensor shared, Tensor scale, int group, Tensor out) {
    requireGroups(out, scale, group);
    requireShared(shared, scale, group);
    VectorStrip[] strips = VectorStrip.ofThread();
    int columns = scale.columns();
    int height = height(group, columns);
    boolean halves = wholeHalves(out);
    for (int g = 0; g < group; g += height) {
      int rows = Math.min(height, group - g);
      VectorStrip common = strips[0].read(shared, (long) g * columns, rows * columns);
      for (int b = 0; b < scale.rows(); b++) {
        VectorStrip s = strips[1].read(scale, (long) b * columns, columns);
        long at = ((long) b * group + g) * columns;
        if (halves) {
          Loops.spreadHalves(common, s, out.segment(), 2 * at, rows, columns);
        } else {
          VectorStrip to = strips[2].write(out, at, rows * columns);
          Loops.multiply(common, s, to, rows, columns);
          to.finish();
        }
      }
    }
  }

  /** out[b, :] = Σ_g x[b·group + g, :] ∘ y[b·group + g, :]. */
  public static void dotGroups(Tensor x, Tensor y, int group, Tensor out) {
    requireGroups(x, out, group);
    requireGroups(y, out, group);
    VectorStrip[] strips = VectorStrip.ofThread();
    int columns = out.columns();
    int height = height(group, columns);
    boolean halves = wholeHalves(x) && wholeHalves(y);
    for (int b = 0; b < out.rows(); b++) {
      VectorStrip sums = strips[2].zeros(columns);
      for (int g = 0; g < group; g += height) {
        int rows = Math.min(height, group - g);
        long at = ((long) b * group + g) * columns;
        if (halves) {
          Loops.addDotsOfHalves(x.segment(), y.segment(), 2 * at, sums, rows, columns);
        } else {
          VectorStrip left = strips[0].read(x, at, rows * columns);
          Loops.addDots(left, strips[1].read(y, at, rows * columns), sums, rows, columns);
        }
      }
      put(sums, strips[3].write(out, (long) b * columns, columns), columns);
    }
  }

  /** out[b, :] = Σ_g x[b·group + g, :] ∘ shared[g, :]. */
  public static void dotSharedGroups(Tensor x, Tensor shared, int group, Tensor out) {
    requireGroups(x, out, group);
    requireShared(shared, out, group);
    VectorStrip[] strips = VectorStrip.ofThread();
    int columns = out.columns();
    int height = height(group, columns);
    // A group that fits into one strip is read once for all samples.
    boolean once = height >= group;
    if (once) {
      strips[1].read(shared, 0, group * columns);
    }
    for (int b = 0; b < out.rows(); b++) {
      VectorStrip sums = strips[2].zeros(columns);
      for (int g = 0; g < group; g += height) {
        int rows = Math.min(height, group - g);
        VectorStrip common =
            once ? strips[1] : strips[1].read(shared, (long) g * columns, rows * columns);
        long at = ((long) b * group + g) * columns;
        Loops.addDots(strips[0].read(x, at, rows * columns), common, sums, rows, columns);
      }
      put(sums, strips[3].write(out, (long) b * columns, columns), columns);
    }
  }

  /** out[g, :] = Σ_b x[b·group + g, :] ∘ scale[b, :]. */
  public static void gatherGroups(Tensor x, Tensor scale, int group, Tensor out) {
    requireGroups(x, scale, group);
    requireShared(out, scale, group);
    VectorStrip[] strips = VectorStrip.ofThread();
    int columns = scale.columns();
    int height = height(group, columns);
    for (int g = 0; g < group; g += height) {
      int rows = Math.min(height, group - g);
      VectorStrip sums = strips[2].zeros(rows * columns);
      for (int b = 0; b < scale.rows(); b++) {
        VectorStrip s = strips[1].read(scale, (long) b * columns, columns);
        long at = ((long) b * group + g) * columns;
        Loops.addProducts(strips[0].read(x, at, rows * columns), s, sums, rows, columns);
      }
      put(sums, strips[3].write(out, (long) g * columns, rows * columns), rows * columns);
    }
  }

  /** How many rows of a group a strip covers. */
  private static int height(int group, int columns) {
    boolean whole = columns % LANES == 0 && columns > 0;
    return whole ? Math.clamp(2 * VectorStrip.LENGTH / columns, 1, Math.max(1, group)) : 1;
  }

  /** Whether rows can be taken as they are, without going by way of a strip. */
  private static boolean wholeHalves(Tensor x) {
    return x.format() == Format.BFLOAT16 && x.columns() % LANES == 0;
  }

  private static void put(VectorStrip from, VectorStrip to, int n) {
    Loops.put(from, to, n);
    to.finish();
  }

  private static void requireGroups(Tensor tall, Tensor shortOne, int group) {
    if (tall.rows() != (long) shortOne.rows() * group || tall.columns() != shortOne.columns()) {
      throw refusal(tall, group, shortOne);
    }
  }

  private static void requireShared(Tensor shared, Tensor shortOne, int group) {
    if (shared.rows() != group || shared.columns() != shortOne.columns()) {
      throw refusal(shared, group, shortOne.topRows(Math.min(1, shortOne.rows())));
    }
  }

  private static IllegalArgumentException refusal(Tensor tall, int group, Tensor shortOne) {
    return new IllegalArgumentException(
        "%s is not %d rows for each row of %s".formatted(tall, group, shortOne));
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    /** out[r, :] = x[r, :] ∘ scale. */
    static void multiply(VectorStrip x, VectorStrip scale, VectorStrip out, int rows, int columns) {
      int end = rows * columns;
      for (int c = 0; c < columns; c += LANES) {
        FloatVector s = scale.load(c);
        for (int i = c; i < end; i += columns) {
          out.store(i, x.load(i).mul(s));
        }
      }
    }

    /** sums += Σ_r x[r, :] ∘ y[r, :]. */
    static void addDots(VectorStrip x, VectorStrip y, VectorStrip sums, int rows, int columns) {
      int end = rows * columns;
      for (int c = 0; c < columns; c += LANES) {
        FloatVector sum = sums.load(c);
        for (int i = c; i < end; i += columns) {
          sum = x.load(i).fma(y.load(i), sum);
        }
        sums.store(c, sum);
      }
    }

    /** sums[r, :] += x[r, :] ∘ scale. */
    static void addProducts(
        VectorStrip x, VectorStrip scale, VectorStrip sums, int rows, int columns) {
      int end = rows * columns;
      for (int c = 0; c < columns; c += LANES) {
        FloatVector s = scale.load(c);
        for (int i = c; i < end; i += columns) {
          sums.store(i, x.load(i).fma(s, sums.load(i)));
        }
      }
    }

    static void put(VectorStrip from, VectorStrip to, int n) {
      for (int i = 0; i < n; i += LANES) {
        to.store(i, from.load(i));
      }
    }

    /** {@link #multiply} of bfloat16, both operands from byte {@code at}. */
    static void multiplyHalves(
        MemorySegment x, VectorStrip scale, MemorySegment out, long at, int rows, int columns) {
      long from = address(x, at, 2L * rows * columns);
      long to = address(out, at, 2L * rows * columns);
      for (int c = 0; c < columns; c += LANES) {
        FloatVector s = scale.load(c);
        for (int r = 0; r < rows; r++) {
          long here = 2 * ((long) r * columns + c);
          storeHalf(loadHalf(from + here).mul(s), to + here);
        }
      }
      Reference.reachabilityFence(x);
      Reference.reachabilityFence(out);
    }

    /** {@link #multiply} into bfloat16 from byte {@code at}. */
    static void spreadHalves(
        VectorStrip shared, VectorStrip scale, MemorySegment out, long at, int rows, int columns) {
      long to = address(out, at, 2L * rows * columns);
      for (int c = 0; c < columns; c += LANES) {
        FloatVector s = scale.load(c);
        for (int r = 0; r < rows; r++) {
          int i = r * columns + c;
          storeHalf(shared.load(i).mul(s), to + 2L * i);
        }
      }
      Reference.reachabilityFence(out);
    }

    /** {@link #addDots} of bfloat16, both operands from byte {@code at}. */
    static void addDotsOfHalves(
        MemorySegment x, MemorySegment y, long at, VectorStrip sums, int rows, int columns) {
      long left = address(x, at, 2L * rows * columns);
      long right = address(y, at, 2L * rows * columns);
      for (int c = 0; c < columns; c += LANES) {
        FloatVector sum = sums.load(c);
        for (int r = 0; r < rows; r++) {
          long here = 2 * ((long) r * columns + c);
          sum = loadHalf(left + here).fma(loadHalf(right + here), sum);
        }
        sums.store(c, sum);
      }
      Reference.reachabilityFence(x);
      Reference.reachabilityFence(y);
    }
  }
}
