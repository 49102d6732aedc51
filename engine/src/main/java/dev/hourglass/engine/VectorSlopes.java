package dev.hourglass.engine;

import static dev.hourglass.engine.VectorLanes.LANES;
import static dev.hourglass.engine.VectorMath.constant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * First and second derivatives of activations, from the output or the pre-activation as {@link
 * Activation#derivativeFromOutput()} says; not flushed.
 */
final class VectorSlopes {
  private static final float LEAK = (float) Activation.LEAK;
  private static final float GELU_SCALE = (float) Activation.GELU_SCALE;
  private static final float GELU_BEND = (float) (Activation.GELU_SCALE * Activation.GELU_CUBIC);

  private VectorSlopes() {}

  /** out = f′ for the first n numbers of two strips. */
  static void slope(Activation f, VectorStrip value, VectorStrip out, int n) {
    switch (f) {
      case IDENTITY -> fill(1, out, n);
      case RELU -> step(0, value, out, n);
      case LEAKY_RELU -> step(LEAK, value, out, n);
      case ELU -> eluSlope(value, out, n);
      case SILU -> siluSlope(value, out, n);
      case GELU -> geluSlope(value, out, n);
      case SIGMOID -> sigmoidSlope(value, out, n);
      case TANH -> tanhSlope(value, out, n);
      case SOFTPLUS -> softplusSlope(value, out, n);
    }
  }

  private static void fill(float number, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      out.store(i, constant(number));
    }
  }

  /** 1 above zero, {@code below} elsewhere. */
  private static void step(float below, VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = value.load(i);
      // NaN is neither above nor below, and stays.
      out.store(
          i,
          v.blend(below, v.compare(VectorOperators.LE, 0f))
              .blend(1f, v.compare(VectorOperators.GT, 0f)));
    }
  }

  private static void eluSlope(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = value.load(i);
      out.store(i, v.add(1f).blend(1f, v.compare(VectorOperators.GT, 0f)));
    }
  }

  /** With s = sigmoid(a): s (1 + a (1 − s)). */
  private static void siluSlope(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector a = value.load(i);
      FloatVector s = VectorMath.sigmoid(a);
      FloatVector c = VectorMath.sigmoid(a.neg());
      out.store(i, s.mul(a.fma(c, constant(1f))));
    }
  }

  /** With t = tanh(u(a)) = 2s − 1: ½ (1 + t) + ½ a (1 − t²) u′ = s + 2 a s (1 − s) u′. */
  private static void geluSlope(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector a = value.load(i);
      FloatVector s = VectorMath.sigmoid(twiceGeluInner(a));
      FloatVector c = VectorMath.sigmoid(twiceGeluInner(a).neg());
      out.store(i, s.mul(a.mul(2f).mul(c).fma(geluInnerSlope(a), constant(1f))));
    }
  }

  private static void sigmoidSlope(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      out.store(i, sigmoidSlope(value.load(i)));
    }
  }

  /** v (1 − v). */
  static FloatVector sigmoidSlope(FloatVector v) {
    return v.mul(constant(1f).sub(v));
  }

  private static void tanhSlope(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      out.store(i, tanhSlope(value.load(i)));
    }
  }

  /** 1 − v². */
  private static FloatVector tanhSlope(FloatVector v) {
    return v.neg().fma(v, constant(1f));
  }

  private static void softplusSlope(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      out.store(i, VectorMath.expm1(value.load(i).neg()).neg());
    }
  }

  /** out = f″ for the first n numbers of two strips. */
  static void curvature(Activation f, VectorStrip value, VectorStrip out, int n) {
    switch (f) {
      case IDENTITY, RELU, LEAKY_RELU -> fill(0, out, n);
      case ELU -> eluCurvature(value, out, n);
      case SILU -> siluCurvature(value, out, n);
      case GELU -> geluCurvature(value, out, n);
      case SIGMOID -> sigmoidCurvature(value, out, n);
      case TANH -> tanhCurvature(value, out, n);
      case SOFTPLUS -> softplusCurvature(value, out, n);
    }
  }

  private static void eluCurvature(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = value.load(i);
      out.store(i, v.add(1f).blend(0f, v.compare(VectorOperators.GT, 0f)));
    }
  }

  /** With s = sigmoid(a): s (1 − s) (2 + a (1 − 2 s)). */
  private static void siluCurvature(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector a = value.load(i);
      FloatVector s = VectorMath.sigmoid(a);
      FloatVector c = VectorMath.sigmoid(a.neg());
      out.store(i, s.mul(c).mul(a.fma(c.sub(s), constant(2f))));
    }
  }

  /** With t = 2s − 1: (1 − t²) (u′ + ½ a (u″ − 2 t u′²)), where ½ u″ = 3 · scale · cubic · a. */
  private static void geluCurvature(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector a = value.load(i);
      FloatVector s = VectorMath.sigmoid(twiceGeluInner(a));
      FloatVector c = VectorMath.sigmoid(twiceGeluInner(a).neg());
      FloatVector u = geluInnerSlope(a);
      FloatVector bend = c.sub(s).mul(u).fma(u, a.mul(3 * GELU_BEND));
      out.store(i, s.mul(c).mul(4f).mul(a.fma(bend, u)));
    }
  }

  private static void sigmoidCurvature(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = value.load(i);
      out.store(i, sigmoidSlope(v).mul(v.fma(constant(-2f), constant(1f))));
    }
  }

  private static void tanhCurvature(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = value.load(i);
      out.store(i, tanhSlope(v).mul(v.mul(-2f)));
    }
  }

  /** e^−v (1 − e^−v). */
  private static void softplusCurvature(VectorStrip value, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector slope = VectorMath.expm1(value.load(i).neg()).neg();
      out.store(i, sigmoidSlope(slope));
    }
  }

  /**
   * 2 u(a), u being the argument of {@link Activation#GELU}'s tanh: ½ (1 + tanh u) = sigmoid(2u).
   */
  static FloatVector twiceGeluInner(FloatVector a) {
    return a.mul(a).fma(constant(2 * GELU_BEND), constant(2 * GELU_SCALE)).mul(a);
  }

  private static FloatVector geluInnerSlope(FloatVector a) {
    return a.mul(a).fma(constant(3 * GELU_BEND), constant(GELU_SCALE));
  }
}
