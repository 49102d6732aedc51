package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.HALF;
import static dev.hourglass.engine.kernel.vector.VectorMath.ONE;
import static dev.hourglass.engine.kernel.vector.VectorMath.ZERO;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;

import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** What happens to a code: sampled around a mean, or its size penalised; see {@link VectorTopK}. */
public final class VectorBottlenecks {
  private static final FloatVector MOST =
      constant((float) Loss.GaussianVariance.LOG_VARIANCE_BOUND);
  private static final FloatVector LEAST = MOST.neg();
  private static final FloatVector TWO = constant(2f);

  private VectorBottlenecks() {}

  /** gradient = gradient where kept ≠ 0, else 0. */
  public static void keepWhereActive(Tensor kept, Tensor gradient) {
    requireSameSize(kept, gradient);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = 0; at < gradient.size(); at += VectorStrip.LENGTH) {
      int n = length(at, gradient.size());
      VectorStrip g = strips[1].read(gradient, at, n);
      Loops.keepWhereActive(strips[0].read(kept, at, n), g, n);
      g.finish();
    }
  }

  /** z = μ + e^(s/2) ∘ ε. */
  public static void reparameterize(Tensor heads, Tensor epsilon, Tensor code) {
    int columns = code.columns();
    requireSameSize(epsilon, code);
    requireSize(heads, 2 * code.size());
    VectorStrip[] strips = VectorStrip.ofThread();
    for (int r = 0; r < code.rows(); r++) {
      long at = (long) r * columns;
      VectorStrip mean = strips[0].read(heads, 2 * at, columns);
      VectorStrip logVariance = strips[1].read(heads, 2 * at + columns, columns);
      VectorStrip draw = strips[2].read(epsilon, at, columns);
      VectorStrip z = strips[3].write(code, at, columns);
      Loops.sample(mean, logVariance, draw, z, columns);
      z.finish();
    }
  }

  /**
   * ∂μ = ∂z + weight · μ; ∂s = ½ (∂z ∘ ε ∘ e^(s/2) + weight · (e^s − 1)), but 0 beyond the clamp.
   */
  public static double reparameterizeGradient(
      Tensor heads,
      Tensor epsilon,
      Tensor codeGradient,
      double weight,
      Tensor headsGradient,
      Tensor divergence) {
    int columns = codeGradient.columns();
    requireSameSize(epsilon, codeGradient);
    requireSize(heads, 2 * codeGradient.size());
    requireSize(headsGradient, 2 * codeGradient.size());
    requireSize(divergence, codeGradient.rows());
    VectorStrip[] strips = VectorStrip.ofThread();
    double sum = 0;
    for (int r = 0; r < codeGradient.rows(); r++) {
      long at = (long) r * columns;
      VectorStrip mean = strips[0].read(heads, 2 * at, columns);
      VectorStrip logVariance = strips[1].read(heads, 2 * at + columns, columns);
      VectorStrip draw = strips[2].read(epsilon, at, columns);
      VectorStrip g = strips[3].read(codeGradient, at, columns);
      VectorStrip halves = strips[6].free(columns);
      double row = Loops.divergence(mean, logVariance, halves, strips[4], columns) / 2;
      VectorStrip toMean = strips[4].write(headsGradient, 2 * at, columns);
      VectorStrip toVariance = strips[5].write(headsGradient, 2 * at + columns, columns);
      Loops.gradients(
          (float) weight, mean, logVariance, halves, draw, g, toMean, toVariance, columns);
      toMean.finish();
      toVariance.finish();
      divergence.set(r, row);
      sum += row;
    }
    return sum;
  }

  /** gradient += weight · sign(code); returns Σ |code|. */
  public static double absoluteSum(Tensor code, double weight, Tensor gradient) {
    requireSameSize(code, gradient);
    VectorStrip[] strips = VectorStrip.ofThread();
    double sum = 0;
    for (long at = 0; at < gradient.size(); at += VectorStrip.LENGTH) {
      int n = length(at, gradient.size());
      VectorStrip x = strips[0].read(code, at, n);
      VectorStrip g = strips[1].read(gradient, at, n);
      sum += Loops.absoluteSum(x, (float) weight, g, strips[2], n);
      g.finish();
    }
    return sum;
  }

  /** NaN passes through. */
  static FloatVector clampLogVariance(FloatVector s) {
    return VectorMath.clamp(s, LEAST, MOST);
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static void keepWhereActive(VectorStrip kept, VectorStrip gradient, int n) {
      for (int i = 0; i < n; i += LANES) {
        gradient.store(
            i, gradient.load(i).blend(ZERO, kept.load(i).compare(VectorOperators.EQ, ZERO)));
      }
    }

    static void sample(
        VectorStrip mean, VectorStrip logVariance, VectorStrip epsilon, VectorStrip code, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector s = clampLogVariance(logVariance.load(i));
        code.store(i, VectorMath.expOfBounded(s.mul(HALF)).fma(epsilon.load(i), mean.load(i)));
      }
    }

    /** Σ (μ² + e^s − 1 − s); leaves e^(s/2) − 1 in {@code halves}. */
    static double divergence(
        VectorStrip mean, VectorStrip logVariance, VectorStrip halves, VectorStrip lanes, int n) {
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector m = mean.load(i);
        FloatVector s = clampLogVariance(logVariance.load(i));
        // With h = e^(s/2) − 1, e^s − 1 = h (h + 2): nothing cancels where s is small.
        FloatVector h = VectorMath.expm1(s.mul(HALF));
        halves.store(i, h);
        sum = sum.add(m.fma(m, h.fma(h.add(TWO), s.neg())));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static void gradients(
        float weight,
        VectorStrip mean,
        VectorStrip logVariance,
        VectorStrip halves,
        VectorStrip epsilon,
        VectorStrip codeGradient,
        VectorStrip toMean,
        VectorStrip toVariance,
        int n) {
      FloatVector pullWeight = constant(weight);
      for (int i = 0; i < n; i += LANES) {
        FloatVector g = codeGradient.load(i);
        FloatVector raw = logVariance.load(i);
        FloatVector s = clampLogVariance(raw);
        FloatVector h = halves.load(i);
        FloatVector pull = h.mul(h.add(TWO)).mul(pullWeight);
        FloatVector both = g.mul(epsilon.load(i)).fma(h.add(ONE), pull).mul(HALF);
        toMean.store(i, flush(mean.load(i).fma(pullWeight, g)));
        toVariance.store(i, flush(both.blend(ZERO, s.compare(VectorOperators.NE, raw))));
      }
    }

    static double absoluteSum(
        VectorStrip code, float weight, VectorStrip gradient, VectorStrip lanes, int n) {
      FloatVector up = constant(weight);
      FloatVector down = up.neg();
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector x = code.load(i);
        sum = sum.add(x.abs());
        // 0 keeps its 0, and NaN shows.
        FloatVector push =
            x.blend(up, x.compare(VectorOperators.GT, ZERO))
                .blend(down, x.compare(VectorOperators.LT, ZERO));
        gradient.store(i, flush(gradient.load(i).add(push)));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }
  }
}
