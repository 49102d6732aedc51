package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.ONE;
import static dev.hourglass.engine.kernel.vector.VectorMath.ZERO;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;

import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The losses of {@link VectorLosses} that are a sum over features of some function of the error.
 */
final class VectorErrorLosses {
  private static final FloatVector MINUS_ONE = constant(-1f);
  private static final FloatVector MINUS_HALF = constant(-0.5f);

  private VectorErrorLosses() {}

  /** A row of Σ ℓ(e) with the error e = link(a) − x: ∂a = ℓ′(e) · link′(a). */
  static double ofErrors(
      Loss loss, int row, Tensor output, Tensor target, float scale, Tensor gradient) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int n = target.columns();
    long at = (long) row * n;
    VectorStrip a = strips[0].read(output, at, n, VectorLosses.padding(loss.link()));
    VectorStrip x = strips[1].read(target, at, n);
    VectorStrip g = strips[2].write(gradient, at, n);
    VectorStrip error = strips[3].free(n);
    VectorStrip slope = strips[4].free(n);
    VectorActivations.apply(loss.link(), a, error, n);
    VectorSlopes.slope(loss.link(), error, slope, n);
    subtract(x, error, n);
    double sum = penalties(loss, error, strips[5], n);
    Loops.multiply(error, slope, scale, g, n);
    g.finish();
    return sum;
  }

  /** Σ ℓ(e); leaves ℓ′(e). */
  private static double penalties(Loss loss, VectorStrip errors, VectorStrip lanes, int n) {
    return switch (loss) {
      case Loss.Absolute _ -> Loops.absolute(errors, lanes, n);
      case Loss.Huber l -> Loops.huber((float) l.delta(), errors, lanes, n);
      case Loss.Correntropy l -> correntropy(l.sigma() * l.sigma(), errors, lanes, n);
      case Loss.SquaredError _,
          Loss.ClippedSquaredError _,
          Loss.CrossEntropy _,
          Loss.GaussianVariance _,
          Loss.Multinomial _ ->
          throw new IllegalArgumentException(loss + " has a loop of its own");
    };
  }

  private static double correntropy(double variance, VectorStrip errors, VectorStrip lanes, int n) {
    return -variance * Loops.correntropy((float) (-0.5 / variance), errors, lanes, n);
  }

  /** from = from − x. */
  static void subtract(VectorStrip x, VectorStrip from, int n) {
    Loops.subtract(x, from, n);
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static void subtract(VectorStrip x, VectorStrip from, int n) {
      for (int i = 0; i < n; i += LANES) {
        from.store(i, from.load(i).sub(x.load(i)));
      }
    }

    static void multiply(
        VectorStrip errors, VectorStrip slope, float scale, VectorStrip out, int n) {
      FloatVector factor = constant(scale);
      for (int i = 0; i < n; i += LANES) {
        out.store(i, flush(errors.load(i).mul(factor).mul(slope.load(i))));
      }
    }

    /** Σ |e|; leaves sign(e). */
    static double absolute(VectorStrip errors, VectorStrip lanes, int n) {
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector e = errors.load(i);
        sum = sum.add(e.abs());
        errors.store(
            i,
            e.blend(ONE, e.compare(VectorOperators.GT, ZERO))
                .blend(MINUS_ONE, e.compare(VectorOperators.LT, ZERO)));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    /** With q = min(|e|, δ), Σ q (|e| − q / 2); leaves e clamped to [−δ, δ]. */
    static double huber(float delta, VectorStrip errors, VectorStrip lanes, int n) {
      FloatVector most = constant(delta);
      FloatVector least = most.neg();
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector e = errors.load(i);
        FloatVector clamped = VectorMath.clamp(e, least, most);
        FloatVector bounded = clamped.abs();
        sum = bounded.fma(bounded.fma(MINUS_HALF, e.abs()), sum);
        errors.store(i, clamped);
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    /** With h = exp(factor · e²) − 1: Σ h; leaves e (h + 1). */
    static double correntropy(float factor, VectorStrip errors, VectorStrip lanes, int n) {
      FloatVector width = constant(factor);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector e = errors.load(i);
        // Not exp, then − 1: that would cancel where errors are small, as good ones are.
        FloatVector h = VectorMath.expm1(e.mul(e).mul(width));
        sum = sum.add(h);
        errors.store(i, e.fma(h, e));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }
  }
}
