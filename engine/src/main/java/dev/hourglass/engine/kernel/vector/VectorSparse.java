package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSparseGradient;
import static dev.hourglass.engine.kernel.OperandSizes.requireSparseProduct;
import static dev.hourglass.engine.kernel.vector.VectorLanes.FLOATS;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorLanes.get;
import static dev.hourglass.engine.kernel.vector.VectorLanes.getHalf;
import static dev.hourglass.engine.kernel.vector.VectorLanes.getInt;
import static dev.hourglass.engine.kernel.vector.VectorLanes.load;
import static dev.hourglass.engine.kernel.vector.VectorLanes.loadHalf;
import static dev.hourglass.engine.kernel.vector.VectorLanes.set;
import static dev.hourglass.engine.kernel.vector.VectorLanes.store;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.ref.Reference;
import jdk.incubator.vector.FloatVector;

/**
 * Products of sparse rows: for each entry, a row of the weights is read or written, in vectors.
 *
 * <p>What takes the time is memory, the weights' rows lying apart: so they are read as they are
 * stored, and a product's sums stay in registers, four vectors of them, while a row's entries go
 * by.
 */
public final class VectorSparse {
  private VectorSparse() {}

  /** out = f(x W + b). */
  public static void sparseProduct(
      SparseRows x, Tensor weight, Tensor bias, Activation f, Tensor out) {
    requireSparseProduct(x, weight, bias, f, out);
    int columns = out.columns();
    long weights = address(weight);
    boolean half = weight.format() == Format.BFLOAT16;
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip start = strips[0].read(bias, 0, columns);
    for (int r = 0; r < x.rows(); r++) {
      VectorStrip sums = strips[1].write(out, (long) r * columns, columns);
      Loops.put(start, sums, columns);
      int entries = x.end(r) - x.start(r);
      long indices = indices(x, r, entries);
      long values = values(x, r, entries);
      if (half) {
        Loops.addHalfRows(weights, indices, values, entries, columns, sums);
      } else {
        Loops.addRows(weights, indices, values, entries, columns, sums);
      }
      if (f != Activation.IDENTITY) {
        VectorActivations.apply(f, sums, sums, columns);
      }
      sums.finish();
    }
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(weight);
    Reference.reachabilityFence(out);
  }

  /** ∂W = xᵀ ∂out, or added to it. */
  public static void sparseWeightGradient(
      SparseRows x, Tensor outGradient, boolean accumulate, Tensor weightGradient) {
    requireSparseGradient(x, outGradient, weightGradient);
    long gradient = address(weightGradient);
    if (!accumulate) {
      weightGradient.clear();
    }
    int columns = outGradient.columns();
    VectorStrip strip = VectorStrip.ofThread()[0];
    for (int r = 0; r < x.rows(); r++) {
      int entries = x.end(r) - x.start(r);
      strip.read(outGradient, (long) r * columns, columns);
      Loops.addToRows(
          strip, indices(x, r, entries), values(x, r, entries), entries, columns, gradient);
    }
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(outGradient);
    Reference.reachabilityFence(weightGradient);
  }

  /** Where all of a tensor lies. */
  private static long address(Tensor tensor) {
    if (tensor.format() == Format.FLOAT64 || !tensor.segment().isNative()) {
      throw VectorStrip.refusal(tensor);
    }
    return VectorLanes.address(tensor.segment(), 0, tensor.size() * tensor.format().bytes());
  }

  private static long indices(SparseRows x, int row, int entries) {
    return VectorLanes.address(x.indices(), 4L * x.start(row), 4L * entries);
  }

  private static long values(SparseRows x, int row, int entries) {
    return VectorLanes.address(x.values(), 4L * x.start(row), 4L * entries);
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static void put(VectorStrip from, VectorStrip to, int n) {
      for (int i = 0; i < n; i += LANES) {
        to.store(i, from.load(i));
      }
    }

    /** sums += Σ value · weights[index, :], in float32. */
    static void addRows(
        long weights, long indices, long values, int entries, int columns, VectorStrip sums) {
      int c = 0;
      for (; c + 4 * LANES <= columns; c += 4 * LANES) {
        FloatVector a = sums.load(c);
        FloatVector b = sums.load(c + LANES);
        FloatVector d = sums.load(c + 2 * LANES);
        FloatVector e = sums.load(c + 3 * LANES);
        for (int i = 0; i < entries; i++) {
          long at = weights + 4L * ((long) getInt(indices + 4L * i) * columns + c);
          FloatVector value = FloatVector.broadcast(FLOATS, get(values + 4L * i));
          a = load(at).fma(value, a);
          b = load(at + 4L * LANES).fma(value, b);
          d = load(at + 8L * LANES).fma(value, d);
          e = load(at + 12L * LANES).fma(value, e);
        }
        sums.store(c, a);
        sums.store(c + LANES, b);
        sums.store(c + 2 * LANES, d);
        sums.store(c + 3 * LANES, e);
      }
      for (; c + LANES <= columns; c += LANES) {
        FloatVector a = sums.load(c);
        for (int i = 0; i < entries; i++) {
          long at = weights + 4L * ((long) getInt(indices + 4L * i) * columns + c);
          a = load(at).fma(FloatVector.broadcast(FLOATS, get(values + 4L * i)), a);
        }
        sums.store(c, a);
      }
      for (; c < columns; c++) {
        float sum = sums.get(c);
        for (int i = 0; i < entries; i++) {
          long at = weights + 4L * ((long) getInt(indices + 4L * i) * columns + c);
          sum = Math.fma(get(values + 4L * i), get(at), sum);
        }
        sums.set(c, sum);
      }
    }

    /** {@link #addRows} where the weights are bfloat16. */
    static void addHalfRows(
        long weights, long indices, long values, int entries, int columns, VectorStrip sums) {
      int c = 0;
      for (; c + 2 * LANES <= columns; c += 2 * LANES) {
        FloatVector a = sums.load(c);
        FloatVector b = sums.load(c + LANES);
        for (int i = 0; i < entries; i++) {
          long at = weights + 2L * ((long) getInt(indices + 4L * i) * columns + c);
          FloatVector value = FloatVector.broadcast(FLOATS, get(values + 4L * i));
          a = loadHalf(at).fma(value, a);
          b = loadHalf(at + 2L * LANES).fma(value, b);
        }
        sums.store(c, a);
        sums.store(c + LANES, b);
      }
      for (; c + LANES <= columns; c += LANES) {
        FloatVector a = sums.load(c);
        for (int i = 0; i < entries; i++) {
          long at = weights + 2L * ((long) getInt(indices + 4L * i) * columns + c);
          a = loadHalf(at).fma(FloatVector.broadcast(FLOATS, get(values + 4L * i)), a);
        }
        sums.store(c, a);
      }
      for (; c < columns; c++) {
        float sum = sums.get(c);
        for (int i = 0; i < entries; i++) {
          long at = weights + 2L * ((long) getInt(indices + 4L * i) * columns + c);
          sum = Math.fma(get(values + 4L * i), getHalf(at), sum);
        }
        sums.set(c, sum);
      }
    }

    /** gradient[index, :] += value · x, for each entry. */
    static void addToRows(
        VectorStrip x, long indices, long values, int entries, int columns, long gradient) {
      int whole = columns & -LANES;
      for (int i = 0; i < entries; i++) {
        long row = gradient + 4L * getInt(indices + 4L * i) * columns;
        float value = get(values + 4L * i);
        FloatVector factor = FloatVector.broadcast(FLOATS, value);
        for (int c = 0; c < whole; c += LANES) {
          store(x.load(c).fma(factor, load(row + 4L * c)), row + 4L * c);
        }
        for (int c = whole; c < columns; c++) {
          set(row + 4L * c, Math.fma(value, x.get(c), get(row + 4L * c)));
        }
      }
    }
  }
}
