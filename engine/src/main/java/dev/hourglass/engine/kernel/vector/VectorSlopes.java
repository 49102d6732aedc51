package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.MINUS_TWO;
import static dev.hourglass.engine.kernel.vector.VectorMath.ONE;
import static dev.hourglass.engine.kernel.vector.VectorMath.ZERO;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.hourglass.engine.kernel.Activation;
import jdk.incubator.vector.FloatVector;

/**
 * First and second derivatives of activations, from the output or the pre-activation as {@link
 * Activation#derivativeFromOutput()} says; not flushed.
 */
final class VectorSlopes {
  private static final float LEAK = (float) Activation.LEAK;
  private static final FloatVector TWO = constant(2f);
  private static final FloatVector FOUR = constant(4f);

  /** Below −50 a sigmoid is nothing. */
  private static final FloatVector LEAST = constant(-50f);

  /** u(a) = scale · a + bend · a³ is the argument of {@link Activation#GELU}'s tanh. */
  private static final FloatVector GELU_SCALE = constant((float) Activation.GELU_SCALE);

  private static final float BEND = (float) (Activation.GELU_SCALE * Activation.GELU_CUBIC);
  private static final FloatVector GELU_BEND_3 = constant(3 * BEND);
  private static final FloatVector GELU_SCALE_2 = constant((float) (2 * Activation.GELU_SCALE));
  private static final FloatVector GELU_BEND_2 = constant(2 * BEND);

  /** The calling thread's strips that are used here: those that no caller passes in. */
  private static final int GATE = 6;

  private static final int COMPLEMENT = 7;

  private VectorSlopes() {}

  /** out = f′ for the first n numbers of two strips. */
  static void slope(Activation f, VectorStrip value, VectorStrip out, int n) {
    switch (f) {
      case IDENTITY -> Loops.fill(1, out, n);
      case RELU -> Loops.step(0, value, out, n);
      case LEAKY_RELU -> Loops.step(LEAK, value, out, n);
      case ELU -> Loops.eluSlope(value, out, n);
      case SILU -> siluSlope(value, out, n);
      case GELU -> geluSlope(value, out, n);
      case SIGMOID -> Loops.sigmoidSlope(value, out, n);
      case TANH -> Loops.tanhSlope(value, out, n);
      case SOFTPLUS -> Loops.softplusSlope(value, out, n);
      case CLIP -> Loops.clipSlope(value, out, n);
    }
  }

  /** With s = sigmoid(a): s (1 + a (1 − s)). */
  private static void siluSlope(VectorStrip value, VectorStrip out, int n) {
    VectorStrip s = VectorStrip.ofThread()[GATE].free(n);
    VectorStrip c = VectorStrip.ofThread()[COMPLEMENT].free(n);
    Loops.gates(value, s, c, n);
    Loops.siluSlope(value, s, c, out, n);
  }

  /** With t = tanh(u(a)) = 2s − 1: ½ (1 + t) + ½ a (1 − t²) u′ = s + 2 a s (1 − s) u′. */
  private static void geluSlope(VectorStrip value, VectorStrip out, int n) {
    VectorStrip s = VectorStrip.ofThread()[GATE].free(n);
    VectorStrip c = VectorStrip.ofThread()[COMPLEMENT].free(n);
    Loops.twiceGeluInner(value, s, n);
    Loops.gates(s, s, c, n);
    Loops.geluSlope(value, s, c, out, n);
  }

  /** v (1 − v). */
  static FloatVector ofSigmoid(FloatVector v) {
    return v.mul(ONE.sub(v));
  }

  /** 1 − v². */
  private static FloatVector ofTanh(FloatVector v) {
    return v.neg().fma(v, ONE);
  }

  /** out = f″ for the first n numbers of two strips. */
  static void curvature(Activation f, VectorStrip value, VectorStrip out, int n) {
    switch (f) {
      case IDENTITY, RELU, LEAKY_RELU, CLIP -> Loops.fill(0, out, n);
      case ELU -> Loops.eluCurvature(value, out, n);
      case SILU -> siluCurvature(value, out, n);
      case GELU -> geluCurvature(value, out, n);
      case SIGMOID -> Loops.sigmoidCurvature(value, out, n);
      case TANH -> Loops.tanhCurvature(value, out, n);
      case SOFTPLUS -> Loops.softplusCurvature(value, out, n);
    }
  }

  /** With s = sigmoid(a): s (1 − s) (2 + a (1 − 2 s)). */
  private static void siluCurvature(VectorStrip value, VectorStrip out, int n) {
    VectorStrip s = VectorStrip.ofThread()[GATE].free(n);
    VectorStrip c = VectorStrip.ofThread()[COMPLEMENT].free(n);
    Loops.gates(value, s, c, n);
    Loops.siluCurvature(value, s, c, out, n);
  }

  /** With t = 2s − 1: (1 − t²) (u′ + a (½ u″ − t u′²)), where ½ u″ = 3 · bend · a. */
  private static void geluCurvature(VectorStrip value, VectorStrip out, int n) {
    VectorStrip s = VectorStrip.ofThread()[GATE].free(n);
    VectorStrip c = VectorStrip.ofThread()[COMPLEMENT].free(n);
    Loops.twiceGeluInner(value, s, n);
    Loops.gates(s, s, c, n);
    Loops.geluCurvature(value, s, c, out, n);
  }

  /** 2 u(a): ½ (1 + tanh u) = sigmoid(2u). */
  static FloatVector twiceInner(FloatVector a) {
    return a.mul(a).fma(GELU_BEND_2, GELU_SCALE_2).mul(a);
  }

  /** u′(a). */
  private static FloatVector innerSlope(FloatVector a) {
    return a.mul(a).fma(GELU_BEND_3, GELU_SCALE);
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    /** v (1 − v) is above 0 only between 0 and 1. */
    static void clipSlope(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector inside = ofSigmoid(value.load(i));
        out.store(i, ZERO.blend(ONE, inside.compare(GT, ZERO)));
      }
    }

    static void fill(float number, VectorStrip out, int n) {
      FloatVector v = constant(number);
      for (int i = 0; i < n; i += LANES) {
        out.store(i, v);
      }
    }

    /** 1 above zero, {@code below} elsewhere; NaN is neither, and stays. */
    static void step(float below, VectorStrip value, VectorStrip out, int n) {
      FloatVector low = constant(below);
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = value.load(i);
        out.store(i, v.blend(low, v.compare(LE, ZERO)).blend(ONE, v.compare(GT, ZERO)));
      }
    }

    static void eluSlope(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = value.load(i);
        out.store(i, v.add(ONE).blend(ONE, v.compare(GT, ZERO)));
      }
    }

    static void siluSlope(VectorStrip value, VectorStrip s, VectorStrip c, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, s.load(i).mul(value.load(i).fma(c.load(i), ONE)));
      }
    }

    static void geluSlope(VectorStrip value, VectorStrip s, VectorStrip c, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector a = value.load(i);
        FloatVector rise = a.mul(TWO).mul(c.load(i)).fma(innerSlope(a), ONE);
        out.store(i, s.load(i).mul(rise));
      }
    }

    /** gate = sigmoid(z) and complement = 1 − sigmoid(z), each accurate where it is small. */
    static void gates(VectorStrip z, VectorStrip gate, VectorStrip complement, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector x = z.load(i);
        FloatVector decay = VectorMath.expOfMinus(x.blend(LEAST, x.compare(LT, LEAST)));
        FloatVector s = VectorMath.inverseOfOnePlus(decay);
        gate.store(i, s);
        complement.store(i, decay.mul(s));
      }
    }

    static void sigmoidSlope(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, ofSigmoid(value.load(i)));
      }
    }

    static void tanhSlope(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, ofTanh(value.load(i)));
      }
    }

    static void softplusSlope(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, VectorMath.expm1(value.load(i).neg()).neg());
      }
    }

    static void eluCurvature(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = value.load(i);
        out.store(i, v.add(ONE).blend(ZERO, v.compare(GT, ZERO)));
      }
    }

    static void siluCurvature(
        VectorStrip value, VectorStrip s, VectorStrip c, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector gate = s.load(i);
        FloatVector complement = c.load(i);
        FloatVector bend = value.load(i).fma(complement.sub(gate), TWO);
        out.store(i, gate.mul(complement).mul(bend));
      }
    }

    static void geluCurvature(
        VectorStrip value, VectorStrip s, VectorStrip c, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector a = value.load(i);
        FloatVector gate = s.load(i);
        FloatVector complement = c.load(i);
        FloatVector u = innerSlope(a);
        FloatVector bend = complement.sub(gate).mul(u).fma(u, a.mul(GELU_BEND_3));
        out.store(i, gate.mul(complement).mul(FOUR).mul(a.fma(bend, u)));
      }
    }

    static void sigmoidCurvature(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = value.load(i);
        out.store(i, ofSigmoid(v).mul(v.fma(MINUS_TWO, ONE)));
      }
    }

    static void tanhCurvature(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = value.load(i);
        out.store(i, ofTanh(v).mul(v.mul(MINUS_TWO)));
      }
    }

    /** e^−v (1 − e^−v). */
    static void softplusCurvature(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector slope = VectorMath.expm1(value.load(i).neg()).neg();
        out.store(i, ofSigmoid(slope));
      }
    }

    static void twiceGeluInner(VectorStrip value, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, twiceInner(value.load(i)));
      }
    }
  }
}
