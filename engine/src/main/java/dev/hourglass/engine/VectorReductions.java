package dev.hourglass.engine;

import static dev.hourglass.engine.PortableKernels.requireSize;
import static dev.hourglass.engine.VectorLanes.LANES;
import static dev.hourglass.engine.VectorLanes.load;
import static dev.hourglass.engine.VectorLanes.loadHalf;
import static dev.hourglass.engine.VectorLanes.offHeap;
import static dev.hourglass.engine.VectorMath.flush;
import static dev.hourglass.engine.VectorMath.none;
import static dev.hourglass.engine.VectorStrip.length;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Sums over rows and over everything. */
final class VectorReductions {
  /** Vectors summed side by side: two cache lines of bfloat16, and no waiting for an addition. */
  private static final int BLOCK = 4 * LANES;

  private VectorReductions() {}

  /** out[c] = Σ_r x[r, c], added to what is there when {@code accumulate}; flushed. */
  static void columnSums(Tensor x, boolean accumulate, Tensor out) {
    int columns = x.columns();
    requireSize(out, columns);
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip sums = strips[1].zeros(columns);
    int whole = columns & -BLOCK;
    switch (x.format()) {
      case FLOAT32 -> sumColumns(x.segment(), x.rows(), columns, sums);
      case BFLOAT16 -> sumHalfColumns(x.segment(), x.rows(), columns, sums);
      case FLOAT64 -> whole = 0;
    }
    if (whole < columns) {
      int rest = columns - whole;
      for (int r = 0; r < x.rows(); r++) {
        addAt(whole, strips[0].read(x, (long) r * columns + whole, rest), sums, rest);
      }
    }
    storeSums(sums, accumulate, out);
  }

  private static void sumColumns(MemorySegment x, int rows, int columns, VectorStrip sums) {
    MemorySegment segment = offHeap(x);
    for (int c = 0; c <= columns - BLOCK; c += BLOCK) {
      FloatVector a = none();
      FloatVector b = none();
      FloatVector d = none();
      FloatVector e = none();
      for (int r = 0; r < rows; r++) {
        long at = 4 * ((long) r * columns + c);
        a = a.add(load(segment, at));
        b = b.add(load(segment, at + 4 * LANES));
        d = d.add(load(segment, at + 8 * LANES));
        e = e.add(load(segment, at + 12 * LANES));
      }
      sums.store(c, a);
      sums.store(c + LANES, b);
      sums.store(c + 2 * LANES, d);
      sums.store(c + 3 * LANES, e);
    }
  }

  private static void sumHalfColumns(MemorySegment x, int rows, int columns, VectorStrip sums) {
    MemorySegment segment = offHeap(x);
    for (int c = 0; c <= columns - BLOCK; c += BLOCK) {
      FloatVector a = none();
      FloatVector b = none();
      FloatVector d = none();
      FloatVector e = none();
      for (int r = 0; r < rows; r++) {
        long at = 2 * ((long) r * columns + c);
        a = a.add(loadHalf(segment, at));
        b = b.add(loadHalf(segment, at + 2 * LANES));
        d = d.add(loadHalf(segment, at + 4 * LANES));
        e = e.add(loadHalf(segment, at + 6 * LANES));
      }
      sums.store(c, a);
      sums.store(c + LANES, b);
      sums.store(c + 2 * LANES, d);
      sums.store(c + 3 * LANES, e);
    }
  }

  private static void addAt(int first, VectorStrip x, VectorStrip sums, int n) {
    for (int i = 0; i < n; i += LANES) {
      sums.store(first + i, sums.load(first + i).add(x.load(i)));
    }
  }

  /** out = sums, or out += sums when {@code accumulate}; flushed. Uses this thread's strip 0. */
  static void storeSums(VectorStrip sums, boolean accumulate, Tensor out) {
    int n = (int) out.size();
    VectorStrip to = VectorStrip.ofThread()[0];
    if (accumulate) {
      to.read(out, 0, n);
      addFlushed(sums, to, n);
    } else {
      to.write(out, 0, n);
      putFlushed(sums, to, n);
    }
    to.finish();
  }

  private static void addFlushed(VectorStrip x, VectorStrip into, int n) {
    for (int i = 0; i < n; i += LANES) {
      into.store(i, flush(into.load(i).add(x.load(i))));
    }
  }

  private static void putFlushed(VectorStrip x, VectorStrip into, int n) {
    for (int i = 0; i < n; i += LANES) {
      into.store(i, flush(x.load(i)));
    }
  }

  /** Σ x[i]², each strip in single precision, their sum in double. */
  static double sumOfSquares(Tensor x, int from, int to) {
    VectorStrip strip = VectorStrip.ofThread()[0];
    VectorStrip lanes = VectorStrip.ofThread()[1];
    double sum = 0;
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      sum += sumOfSquares(strip.read(x, at, n), lanes, n);
    }
    return sum;
  }

  private static double sumOfSquares(VectorStrip x, VectorStrip lanes, int n) {
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
    return lanes.sumOfLanes(a.add(b).add(c.add(d)));
  }
}
