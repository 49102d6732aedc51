package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.FLOATS;
import static dev.hourglass.engine.kernel.vector.VectorLanes.INTS;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.HALF;
import static dev.hourglass.engine.kernel.vector.VectorMath.ONE;
import static dev.hourglass.engine.kernel.vector.VectorMath.ZERO;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.StrengthRange;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Draws of {@link Noise} laid over a tensor: number (r, c) uses counter (firstRow + r) · columns +
 * c, modulo 2³², so that counters run on from row to row.
 */
public final class VectorNoise {
  /** The bits of a hash that a uniform draw does not use. */
  private static final int UNUSED = 9;

  private static final double CELLS = 0x1p23;
  private static final FloatVector SQRT_TWO = constant(1.41421356f);
  private static final FloatVector TWO_CELLS = constant(0x1p-22f);
  private static final FloatVector MINUS_ONE = constant(-1f);

  /** 0, 1, 2, … */
  private static final IntVector COUNTERS = IntVector.zero(INTS).addIndex(1);

  private static final IntVector MULTIPLIER_1 = IntVector.broadcast(INTS, Noise.MULTIPLIER_1);
  private static final IntVector MULTIPLIER_2 = IntVector.broadcast(INTS, Noise.MULTIPLIER_2);
  private static final IntVector MULTIPLIER_3 = IntVector.broadcast(INTS, Noise.MULTIPLIER_3);
  private static final IntVector MULTIPLIER_4 = IntVector.broadcast(INTS, Noise.MULTIPLIER_4);

  /** From here on the tail's polynomial holds, in √w − 3; below, the other, in w − 2.5. */
  private static final FloatVector TAIL_FROM = constant(5f);

  private static final FloatVector MIDDLE = constant(2.5f);
  private static final FloatVector MIDDLE_0 = constant(1.50140941f);
  private static final FloatVector MIDDLE_1 = constant(0.246640727f);
  private static final FloatVector MIDDLE_2 = constant(-0.00417768164f);
  private static final FloatVector MIDDLE_3 = constant(-0.00125372503f);
  private static final FloatVector MIDDLE_4 = constant(0.00021858087f);
  private static final FloatVector MIDDLE_5 = constant(-4.39150654e-06f);
  private static final FloatVector MIDDLE_6 = constant(-3.5233877e-06f);
  private static final FloatVector MIDDLE_7 = constant(3.43273939e-07f);
  private static final FloatVector MIDDLE_8 = constant(2.81022636e-08f);
  private static final FloatVector TAIL = constant(3f);
  private static final FloatVector TAIL_0 = constant(2.83297682f);
  private static final FloatVector TAIL_1 = constant(1.00167406f);
  private static final FloatVector TAIL_2 = constant(0.00943887047f);
  private static final FloatVector TAIL_3 = constant(-0.0076224613f);
  private static final FloatVector TAIL_4 = constant(0.00573950773f);
  private static final FloatVector TAIL_5 = constant(-0.00367342844f);
  private static final FloatVector TAIL_6 = constant(0.00134934322f);
  private static final FloatVector TAIL_7 = constant(0.000100950558f);
  private static final FloatVector TAIL_8 = constant(-0.000200214257f);

  private VectorNoise() {}

  /** Kept, and scaled by 1 / (1 − rate), where the uniform draw is not below {@code rate}. */
  public static void dropout(long key, int firstRow, double rate, Tensor in, Tensor out) {
    maskAndScale(key, firstRow, rate, (float) (1 / (1 - rate)), in, out);
  }

  public static void normal(long key, int firstRow, Tensor out) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int counter = firstRow * out.columns();
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip to = strips[1].write(out, at, n);
      normal(key, counter + (int) at, strips[2].free(n), strips[3].free(n), to, n);
      to.finish();
    }
  }

  public static void gaussianNoise(long key, int firstRow, double sigma, Tensor in, Tensor out) {
    requireSameSize(in, out);
    addNoise(key, firstRow, sigma, in, out, 0, out.size());
  }

  public static void gaussianNoiseByRow(
      long key, int firstRow, StrengthRange sigmas, Tensor in, Tensor out) {
    requireSameSize(in, out);
    long columns = out.columns();
    for (int r = 0; r < out.rows(); r++) {
      double sigma = sigmas.ofRow(key, firstRow + r);
      addNoise(key, firstRow, sigma, in, out, r * columns, (r + 1) * columns);
    }
  }

  private static void addNoise(
      long key, int firstRow, double sigma, Tensor in, Tensor out, long from, long end) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int counter = firstRow * out.columns();
    for (long at = from; at < end; at += VectorStrip.LENGTH) {
      int n = length(at, end);
      VectorStrip to = strips[1].write(out, at, n);
      VectorStrip draws = strips[2].free(n);
      normal(key, counter + (int) at, draws, strips[3].free(n), draws, n);
      Loops.addScaled((float) sigma, draws, strips[0].read(in, at, n), to, n);
      to.finish();
    }
  }

  /** 0 where the uniform draw u is below probability / 2, else 1 where it is below probability. */
  public static void saltAndPepper(
      long key, int firstRow, double probability, Tensor in, Tensor out) {
    requireSameSize(in, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    int counter = firstRow * out.columns();
    int pepper = cell(probability / 2);
    int either = cell(probability);
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip to = strips[1].write(out, at, n);
      Loops.saltAndPepper(
          key, counter + (int) at, pepper, either, strips[0].read(in, at, n), to, n);
      to.finish();
    }
  }

  /** 0 where the uniform draw is below {@code probability}. */
  public static void mask(long key, int firstRow, double probability, Tensor in, Tensor out) {
    maskAndScale(key, firstRow, probability, 1, in, out);
  }

  private static void maskAndScale(
      long key, int firstRow, double probability, float scale, Tensor in, Tensor out) {
    requireSameSize(in, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    int counter = firstRow * out.columns();
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip to = strips[1].write(out, at, n);
      Loops.maskAndScale(
          key, counter + (int) at, cell(probability), scale, strips[0].read(in, at, n), to, n);
      to.finish();
    }
  }

  /**
   * The inverse of the normal distribution function at uniform draws, as in {@link Noise#normal}.
   *
   * @param x left with 2u − 1; {@code out} may be the same
   * @param w left with −log 4 u (1 − u)
   */
  private static void normal(
      long key, int counter, VectorStrip x, VectorStrip w, VectorStrip out, int n) {
    Loops.centred(key, counter, x, n);
    Loops.logarithms(x, w, n);
    Loops.quantiles(x, w, out, n);
  }

  private static FloatVector middle(FloatVector w) {
    FloatVector p = w.fma(MIDDLE_8, MIDDLE_7).fma(w, MIDDLE_6).fma(w, MIDDLE_5).fma(w, MIDDLE_4);
    return p.fma(w, MIDDLE_3).fma(w, MIDDLE_2).fma(w, MIDDLE_1).fma(w, MIDDLE_0);
  }

  private static FloatVector tail(FloatVector w) {
    FloatVector p = w.fma(TAIL_8, TAIL_7).fma(w, TAIL_6).fma(w, TAIL_5).fma(w, TAIL_4);
    return p.fma(w, TAIL_3).fma(w, TAIL_2).fma(w, TAIL_1).fma(w, TAIL_0);
  }

  /** The first cell of the grid of {@link Noise#uniform} whose centre is not below u. */
  private static int cell(double u) {
    return (int) Math.ceil(u * CELLS - 0.5);
  }

  /** The grid cells, 0 to 2²³ − 1, of {@link Noise#uniform} at counters from {@code counter}. */
  private static IntVector cells(long key, int counter) {
    IntVector x = shifted(COUNTERS.add(counter + (int) key), 16).mul(MULTIPLIER_1);
    x = shifted(x, 15).mul(MULTIPLIER_2);
    x = shifted(shifted(x, 16).add((int) (key >>> 32)), 16).mul(MULTIPLIER_3);
    x = shifted(x, 15).mul(MULTIPLIER_4);
    return shifted(x, 15).lanewise(VectorOperators.LSHR, UNUSED);
  }

  private static IntVector shifted(IntVector x, int by) {
    return x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, by));
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static void maskAndScale(
        long key, int counter, int cell, float scale, VectorStrip in, VectorStrip out, int n) {
      IntVector threshold = IntVector.broadcast(INTS, cell);
      FloatVector factor = constant(scale);
      for (int i = 0; i < n; i += LANES) {
        VectorMask<Float> dropped = cells(key, counter + i).compare(LT, threshold).cast(FLOATS);
        out.store(i, in.load(i).mul(factor).blend(ZERO, dropped));
      }
    }

    static void saltAndPepper(
        long key, int counter, int pepper, int either, VectorStrip in, VectorStrip out, int n) {
      IntVector low = IntVector.broadcast(INTS, pepper);
      IntVector high = IntVector.broadcast(INTS, either);
      for (int i = 0; i < n; i += LANES) {
        IntVector cells = cells(key, counter + i);
        FloatVector salted = in.load(i).blend(ONE, cells.compare(LT, high).cast(FLOATS));
        out.store(i, salted.blend(ZERO, cells.compare(LT, low).cast(FLOATS)));
      }
    }

    static void addScaled(float sigma, VectorStrip draws, VectorStrip in, VectorStrip out, int n) {
      FloatVector scale = constant(sigma);
      for (int i = 0; i < n; i += LANES) {
        out.store(i, draws.load(i).fma(scale, in.load(i)));
      }
    }

    /** out = 2u − 1 with u = (cell + ½) / 2²³: exact. */
    static void centred(long key, int counter, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector cell = (FloatVector) cells(key, counter + i).castShape(FLOATS, 0);
        out.store(i, cell.add(HALF).fma(TWO_CELLS, MINUS_ONE));
      }
    }

    /** out = −log(1 − x²). */
    static void logarithms(VectorStrip x, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = x.load(i);
        out.store(i, VectorMath.log(v.neg().fma(v, ONE)).neg());
      }
    }

    static void quantiles(VectorStrip x, VectorStrip w, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = w.load(i);
        FloatVector p =
            middle(v.sub(MIDDLE)).blend(tail(v.sqrt().sub(TAIL)), v.compare(GE, TAIL_FROM));
        out.store(i, p.mul(x.load(i)).mul(SQRT_TWO));
      }
    }
  }
}
