package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireColumns;
import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.ref.Reference;
import jdk.incubator.vector.FloatVector;

/** Arithmetic on numbers that do not know of each other. */
public final class VectorElementwise {
  private VectorElementwise() {}

  public static void convert(Tensor from, Tensor to) {
    requireSameSize(from, to);
    VectorStrip strip = VectorStrip.ofThread()[0];
    for (long at = 0; at < to.size(); at += VectorStrip.LENGTH) {
      int n = length(at, to.size());
      if (from.format() == Format.BFLOAT16 && to.format() == Format.FLOAT32) {
        VectorLanes.Loops.widen(
            VectorLanes.address(from.segment(), 2 * at, 2L * n),
            n,
            VectorLanes.address(to.segment(), 4 * at, 4L * n));
      } else {
        strip.read(from, at, n).copyTo(to);
      }
    }
    Reference.reachabilityFence(from);
    Reference.reachabilityFence(to);
  }

  /** to[r, toColumn + c] = from[r, fromColumn + c]. */
  public static void copyColumns(Tensor from, int fromColumn, Tensor to, int toColumn, int count) {
    requireColumns(from, fromColumn, to, toColumn, count);
    int bytes = to.format().bytes();
    if (from.format() == to.format() && count * bytes % Float.BYTES == 0 && to.size() > 0) {
      long source = VectorLanes.address(from.segment(), 0, from.size() * bytes);
      long destination = VectorLanes.address(to.segment(), 0, to.size() * bytes);
      Loops.copyRows(
          source + (long) fromColumn * bytes,
          (long) from.columns() * bytes,
          destination + (long) toColumn * bytes,
          (long) to.columns() * bytes,
          to.rows(),
          count * bytes / Float.BYTES);
    } else {
      VectorStrip[] strips = VectorStrip.ofThread();
      for (int r = 0; r < to.rows(); r++) {
        VectorStrip x = strips[0].read(from, (long) r * from.columns() + fromColumn, count);
        VectorStrip y = strips[1].write(to, (long) r * to.columns() + toColumn, count);
        Loops.copy(x, y, count);
        y.finish();
      }
    }
    Reference.reachabilityFence(from);
    Reference.reachabilityFence(to);
  }

  /** into += scale · x. */
  public static void addScaled(double scale, Tensor x, Tensor into) {
    requireSameSize(x, into);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = 0; at < into.size(); at += VectorStrip.LENGTH) {
      int n = length(at, into.size());
      VectorStrip out = strips[1].read(into, at, n);
      Loops.addScaled((float) scale, strips[0].read(x, at, n), out, n);
      out.finish();
    }
  }

  /** out = x + y. */
  public static void add(Tensor x, Tensor y, Tensor out) {
    requireSameSize(x, out);
    requireSameSize(y, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip left = strips[0].read(x, at, n);
      VectorStrip right = strips[1].read(y, at, n);
      VectorStrip sum = strips[2].write(out, at, n);
      Loops.add(left, right, sum, n);
      sum.finish();
    }
  }

  /** out[r, c] = x[r, c] + row[c]. */
  public static void addRow(Tensor row, Tensor x, Tensor out) {
    int columns = out.columns();
    requireSize(row, columns);
    requireSameSize(x, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip addend = strips[0].read(row, 0, columns);
    for (int r = 0; r < out.rows(); r++) {
      long at = (long) r * columns;
      VectorStrip sum = strips[2].write(out, at, columns);
      Loops.add(addend, strips[1].read(x, at, columns), sum, columns);
      sum.finish();
    }
  }

  /** out = x ∘ y. */
  public static void multiply(Tensor x, Tensor y, Tensor out) {
    requireSameSize(x, out);
    requireSameSize(y, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip left = strips[0].read(x, at, n);
      VectorStrip right = strips[1].read(y, at, n);
      VectorStrip product = strips[2].write(out, at, n);
      Loops.multiply(left, right, product, n);
      product.finish();
    }
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static void copy(VectorStrip x, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, x.load(i));
      }
    }

    /** Rows of {@code words} four bytes that lie apart, whatever they mean. */
    static void copyRows(long from, long fromStride, long to, long toStride, int rows, int words) {
      int whole = words & -LANES;
      for (int r = 0; r < rows; r++) {
        long source = from + r * fromStride;
        long destination = to + r * toStride;
        for (int i = 0; i < whole; i += LANES) {
          VectorLanes.store(VectorLanes.load(source + 4L * i), destination + 4L * i);
        }
        for (int i = whole; i < words; i++) {
          VectorLanes.setInt(destination + 4L * i, VectorLanes.getInt(source + 4L * i));
        }
      }
    }

    static void addScaled(float scale, VectorStrip x, VectorStrip into, int n) {
      FloatVector factor = FloatVector.broadcast(VectorLanes.FLOATS, scale);
      for (int i = 0; i < n; i += LANES) {
        into.store(i, x.load(i).fma(factor, into.load(i)));
      }
    }

    static void add(VectorStrip x, VectorStrip y, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, x.load(i).add(y.load(i)));
      }
    }

    static void multiply(VectorStrip x, VectorStrip y, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, x.load(i).mul(y.load(i)));
      }
    }
  }
}
