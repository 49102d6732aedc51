package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorLanes.address;
import static dev.hourglass.engine.kernel.vector.VectorLanes.load;
import static dev.hourglass.engine.kernel.vector.VectorLanes.loadHalf;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;

import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import jdk.incubator.vector.FloatVector;

/** Sums over rows and over everything. */
public final class VectorReductions {
  /** Vectors summed side by side, so that none waits for the addition before. */
  private static final int BLOCK = 4 * LANES;

  /** Rows added in one pass over the sums. */
  private static final int ROWS = 4;

  private VectorReductions() {}

  /** out[c] = Σ_r x[r, c], added to what is there when {@code accumulate}; flushed. */
  public static void columnSums(Tensor x, boolean accumulate, Tensor out) {
    int columns = x.columns();
    requireSize(out, columns);
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip sums = strips[1].zeros(columns);
    int together = columns % LANES == 0 ? x.rows() - x.rows() % ROWS : 0;
    for (int r = 0; r < together; r += ROWS) {
      long at = (long) r * columns;
      switch (x.format()) {
        case FLOAT32 -> Loops.addRows(x.segment(), 4 * at, sums, columns);
        case BFLOAT16 -> Loops.addHalfRows(x.segment(), 2 * at, sums, columns);
        case FLOAT64 -> throw VectorStrip.refusal(x);
      }
    }
    for (int r = together; r < x.rows(); r++) {
      Loops.add(strips[0].read(x, (long) r * columns, columns), sums, columns);
    }
    storeSums(sums, accumulate, out);
  }

  /** out = sums, or out += sums when {@code accumulate}; flushed. Uses this thread's strip 0. */
  static void storeSums(VectorStrip sums, boolean accumulate, Tensor out) {
    int n = (int) out.size();
    VectorStrip to = VectorStrip.ofThread()[0];
    if (accumulate) {
      to.read(out, 0, n);
      Loops.addFlushed(sums, to, n);
    } else {
      to.write(out, 0, n);
      Loops.putFlushed(sums, to, n);
    }
    to.finish();
  }

  /** Σ x[i]², each strip in single precision, their sum in double. */
  public static double sumOfSquares(Tensor x, int from, int to) {
    VectorStrip strip = VectorStrip.ofThread()[0];
    VectorStrip lanes = VectorStrip.ofThread()[1];
    double sum = 0;
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      sum += Loops.sumOfSquares(strip.read(x, at, n), lanes, n);
    }
    return sum;
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    /** sums += the four rows of {@code columns} numbers from byte {@code at}. */
    static void addRows(MemorySegment x, long at, VectorStrip sums, int columns) {
      long row = 4L * columns;
      long rows = address(x, at, 4 * row);
      for (int i = 0; i < columns; i += LANES) {
        long here = rows + 4L * i;
        FloatVector two = load(here).add(load(here + row));
        FloatVector more = load(here + 2 * row).add(load(here + 3 * row));
        sums.store(i, sums.load(i).add(two.add(more)));
      }
      Reference.reachabilityFence(x);
    }

    static void addHalfRows(MemorySegment x, long at, VectorStrip sums, int columns) {
      long row = 2L * columns;
      long rows = address(x, at, 4 * row);
      for (int i = 0; i < columns; i += LANES) {
        long here = rows + 2L * i;
        FloatVector two = loadHalf(here).add(loadHalf(here + row));
        FloatVector more = loadHalf(here + 2 * row).add(loadHalf(here + 3 * row));
        sums.store(i, sums.load(i).add(two.add(more)));
      }
      Reference.reachabilityFence(x);
    }

    static void add(VectorStrip x, VectorStrip sums, int n) {
      for (int i = 0; i < n; i += LANES) {
        sums.store(i, sums.load(i).add(x.load(i)));
      }
    }

    static void addFlushed(VectorStrip x, VectorStrip into, int n) {
      for (int i = 0; i < n; i += LANES) {
        into.store(i, flush(into.load(i).add(x.load(i))));
      }
    }

    static void putFlushed(VectorStrip x, VectorStrip into, int n) {
      for (int i = 0; i < n; i += LANES) {
        into.store(i, flush(x.load(i)));
      }
    }

    static double sumOfSquares(VectorStrip x, VectorStrip lanes, int n) {
      FloatVector a = none();
      FloatVector b = none();
      FloatVector c = none();
      FloatVector d = none();
      int i = 0;
      for (; i <= n - BLOCK; i += BLOCK) {
        FloatVector p = x.load(i);
        FloatVector q = x.load(i + LANES);
        FloatVector r = x.load(i + 2 * LANES);
        FloatVector s = x.load(i + 3 * LANES);
        a = p.fma(p, a);
        b = q.fma(q, b);
        c = r.fma(r, c);
        d = s.fma(s, d);
      }
      for (; i < n; i += LANES) {
        FloatVector p = x.load(i);
        a = p.fma(p, a);
      }
      lanes.putLanes(a.add(b).add(c.add(d)));
      return lanes.sumOfLanes();
    }
  }
}
