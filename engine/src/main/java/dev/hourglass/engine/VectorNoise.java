package dev.hourglass.engine;

import static dev.hourglass.engine.PortableKernels.requireSameSize;
import static dev.hourglass.engine.VectorLanes.FLOATS;
import static dev.hourglass.engine.VectorLanes.INTS;
import static dev.hourglass.engine.VectorLanes.LANES;
import static dev.hourglass.engine.VectorMath.constant;
import static dev.hourglass.engine.VectorStrip.length;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Draws of {@link Noise} laid over a tensor: number (r, c) uses counter (firstRow + r) · columns +
 * c, modulo 2³², so that counters run on from row to row.
 */
final class VectorNoise {
  /** The bits of a hash that a uniform draw does not use. */
  private static final int UNUSED = 9;

  private static final double CELLS = 0x1p23;
  private static final float SQRT_TWO = 1.41421356f;

  private VectorNoise() {}

  /** Kept, and scaled by 1 / (1 − rate), where the uniform draw is not below {@code rate}. */
  static void dropout(long key, int firstRow, double rate, Tensor in, Tensor out) {
    maskAndScale(key, firstRow, rate, (float) (1 / (1 - rate)), in, out);
  }

  /** 0 where the uniform draw is below {@code probability}. */
  static void mask(long key, int firstRow, double probability, Tensor in, Tensor out) {
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
      maskAndScale(
          key, counter + (int) at, cell(probability), scale, strips[0].read(in, at, n), to, n);
      to.finish();
    }
  }

  private static void maskAndScale(
      long key, int counter, int cell, float scale, VectorStrip in, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      VectorMask<Float> dropped =
          cells(key, counter + i).compare(VectorOperators.LT, cell).cast(FLOATS);
      out.store(i, in.load(i).mul(scale).blend(0f, dropped));
    }
  }

  /** 0 where the uniform draw u is below probability / 2, else 1 where it is below probability. */
  static void saltAndPepper(long key, int firstRow, double probability, Tensor in, Tensor out) {
    requireSameSize(in, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    int counter = firstRow * out.columns();
    int pepper = cell(probability / 2);
    int either = cell(probability);
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip to = strips[1].write(out, at, n);
      saltAndPepper(key, counter + (int) at, pepper, either, strips[0].read(in, at, n), to, n);
      to.finish();
    }
  }

  private static void saltAndPepper(
      long key, int counter, int pepper, int either, VectorStrip in, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      IntVector cells = cells(key, counter + i);
      out.store(
          i,
          in.load(i)
              .blend(1f, cells.compare(VectorOperators.LT, either).cast(FLOATS))
              .blend(0f, cells.compare(VectorOperators.LT, pepper).cast(FLOATS)));
    }
  }

  static void normal(long key, int firstRow, Tensor out) {
    VectorStrip to = VectorStrip.ofThread()[1];
    int counter = firstRow * out.columns();
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      normal(key, counter + (int) at, to.write(out, at, n), n);
      to.finish();
    }
  }

  private static void normal(long key, int counter, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      out.store(i, normal(cells(key, counter + i)));
    }
  }

  static void gaussianNoise(long key, int firstRow, double sigma, Tensor in, Tensor out) {
    requireSameSize(in, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    int counter = firstRow * out.columns();
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip to = strips[1].write(out, at, n);
      gaussian(key, counter + (int) at, (float) sigma, strips[0].read(in, at, n), to, n);
      to.finish();
    }
  }

  private static void gaussian(
      long key, int counter, float sigma, VectorStrip in, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      out.store(i, normal(cells(key, counter + i)).fma(constant(sigma), in.load(i)));
    }
  }

  /** The first cell of the grid of {@link Noise#uniform} whose centre is not below u. */
  private static int cell(double u) {
    return (int) Math.ceil(u * CELLS - 0.5);
  }

  /** The grid cells, 0 to 2²³ − 1, of {@link Noise#uniform} at counters from {@code counter}. */
  private static IntVector cells(long key, int counter) {
    int low = (int) key;
    int high = (int) (key >>> 32);
    IntVector x = IntVector.zero(INTS).addIndex(1).add(counter + low);
    x = round(x, 16, Noise.MULTIPLIER_1, 15, Noise.MULTIPLIER_2);
    x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16)).add(high);
    x = round(x, 16, Noise.MULTIPLIER_3, 15, Noise.MULTIPLIER_4);
    x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
    return x.lanewise(VectorOperators.LSHR, UNUSED);
  }

  private static IntVector round(IntVector x, int shift1, int factor1, int shift2, int factor2) {
    IntVector y = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, shift1));
    y = y.mul(factor1);
    return y.lanewise(VectorOperators.XOR, y.lanewise(VectorOperators.LSHR, shift2)).mul(factor2);
  }

  /** The inverse of the normal distribution function, as in {@link Noise#normal}. */
  private static FloatVector normal(IntVector cells) {
    // x = 2u − 1 with u = (cell + ½) / 2²³: exact.
    FloatVector x = VectorMath.toFloats(cells).add(0.5f).fma(constant(0x1p-22f), constant(-1f));
    FloatVector w = VectorMath.log(x.neg().fma(x, constant(1f))).neg();
    FloatVector p =
        middle(w.sub(2.5f)).blend(tail(w.sqrt().sub(3f)), w.compare(VectorOperators.GE, 5f));
    return p.mul(x).mul(SQRT_TWO);
  }

  private static FloatVector middle(FloatVector w) {
    return w.fma(constant(2.81022636e-08f), constant(3.43273939e-07f))
        .fma(w, constant(-3.5233877e-06f))
        .fma(w, constant(-4.39150654e-06f))
        .fma(w, constant(0.00021858087f))
        .fma(w, constant(-0.00125372503f))
        .fma(w, constant(-0.00417768164f))
        .fma(w, constant(0.246640727f))
        .fma(w, constant(1.50140941f));
  }

  private static FloatVector tail(FloatVector w) {
    return w.fma(constant(-0.000200214257f), constant(0.000100950558f))
        .fma(w, constant(0.00134934322f))
        .fma(w, constant(-0.00367342844f))
        .fma(w, constant(0.00573950773f))
        .fma(w, constant(-0.0076224613f))
        .fma(w, constant(0.00943887047f))
        .fma(w, constant(1.00167406f))
        .fma(w, constant(2.83297682f));
  }
}
