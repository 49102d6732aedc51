package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.ONE;
import static dev.hourglass.engine.kernel.vector.VectorMath.ZERO;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/** Activations over whole tensors; their derivatives are in {@link VectorSlopes}. */
public final class VectorActivations {
  private static final FloatVector LEAK = constant((float) Activation.LEAK);

  private VectorActivations() {}

  public static void activate(Activation f, Tensor in, Tensor out) {
    requireSameSize(in, out);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = 0; at < out.size(); at += VectorStrip.LENGTH) {
      int n = length(at, out.size());
      VectorStrip to = strips[1].write(out, at, n);
      apply(f, strips[0].read(in, at, n), to, n);
      to.finish();
    }
  }

  /** out = f(in) for the first n numbers of two strips, flushed. */
  static void apply(Activation f, VectorStrip in, VectorStrip out, int n) {
    switch (f) {
      case IDENTITY -> Loops.identity(in, out, n);
      case RELU -> Loops.relu(in, out, n);
      case LEAKY_RELU -> Loops.leakyRelu(in, out, n);
      case ELU -> Loops.elu(in, out, n);
      case SILU -> Loops.silu(in, out, n);
      case GELU -> Loops.gelu(in, out, n);
      case SIGMOID -> Loops.sigmoid(in, out, n);
      case TANH -> Loops.tanh(in, out, n);
      case SOFTPLUS -> Loops.softplus(in, out, n);
      case CLIP -> Loops.clip(in, out, n);
    }
  }

  /** gradient = gradient ∘ f′, flushed. */
  public static void activationGradient(Activation f, Tensor value, Tensor gradient) {
    requireSameSize(value, gradient);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = 0; at < gradient.size(); at += VectorStrip.LENGTH) {
      int n = length(at, gradient.size());
      VectorStrip g = strips[1].read(gradient, at, n);
      VectorStrip v = strips[0].read(value, at, n);
      if (f == Activation.RELU) {
        Loops.reluGradient(v, g, n);
      } else {
        VectorStrip slope = strips[2].free(n);
        VectorSlopes.slope(f, v, slope, n);
        Loops.multiply(slope, g, n);
      }
      g.finish();
    }
  }

  /** first = f′, second = f″. */
  public static void slopes(Activation f, Tensor value, Tensor first, Tensor second) {
    requireSameSize(value, first);
    requireSameSize(value, second);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = 0; at < value.size(); at += VectorStrip.LENGTH) {
      int n = length(at, value.size());
      VectorStrip v = strips[0].read(value, at, n);
      // Either may be the very tensor that holds the values: both are computed before one is put.
      VectorStrip slope = strips[1].free(n);
      VectorStrip curvature = strips[2].free(n);
      VectorSlopes.slope(f, v, slope, n);
      VectorSlopes.curvature(f, v, curvature, n);
      put(slope, strips[3].write(first, at, n), n);
      put(curvature, strips[4].write(second, at, n), n);
    }
  }

  private static void put(VectorStrip from, VectorStrip to, int n) {
    Loops.identity(from, to, n);
    to.finish();
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static void identity(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, flush(in.load(i)));
      }
    }

    static void relu(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        // Not max(0, a), whose rules for NaN and −0 cost three steps; this passes NaN, and flushes.
        FloatVector a = in.load(i);
        out.store(i, a.blend(ZERO, a.compare(LT, VectorMath.FLUSH)));
      }
    }

    static void leakyRelu(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector a = in.load(i);
        out.store(i, flush(a.blend(a.mul(LEAK), a.compare(LT, ZERO))));
      }
    }

    static void elu(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector a = in.load(i);
        out.store(i, flush(a.blend(VectorMath.expm1(a), a.compare(LT, ZERO))));
      }
    }

    static void silu(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector a = in.load(i);
        out.store(i, flush(a.mul(VectorMath.sigmoid(a))));
      }
    }

    static void gelu(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector a = in.load(i);
        out.store(i, flush(a.mul(VectorMath.sigmoid(VectorSlopes.twiceInner(a)))));
      }
    }

    static void sigmoid(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, VectorMath.sigmoid(in.load(i)));
      }
    }

    static void tanh(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, flush(VectorMath.tanh(in.load(i))));
      }
    }

    static void softplus(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, flush(VectorMath.softplus(in.load(i))));
      }
    }

    static void clip(VectorStrip in, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, flush(VectorMath.clamp(in.load(i), ZERO, ONE)));
      }
    }

    static void reluGradient(VectorStrip value, VectorStrip gradient, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector g = flush(gradient.load(i));
        gradient.store(i, g.blend(ZERO, value.load(i).compare(LE, ZERO)));
      }
    }

    static void multiply(VectorStrip slope, VectorStrip gradient, int n) {
      for (int i = 0; i < n; i += LANES) {
        gradient.store(i, flush(gradient.load(i).mul(slope.load(i))));
      }
    }
  }
}
