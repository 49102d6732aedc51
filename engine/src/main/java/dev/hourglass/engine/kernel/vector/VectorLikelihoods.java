package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.ONE;
import static dev.hourglass.engine.kernel.vector.VectorMath.ZERO;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The losses of {@link VectorLosses} that are negative logarithms of a likelihood with a shape. */
final class VectorLikelihoods {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private VectorLikelihoods() {}

  /**
   * Σ max(a, 0) − a x + log(1 + e^−|a|); ∂a = sigmoid(a) − x.
   *
   * @param decays left with e^−|a|
   */
  static double crossEntropy(
      VectorStrip a,
      VectorStrip x,
      float scale,
      VectorStrip gradient,
      VectorStrip decays,
      VectorStrip lanes,
      int n) {
    Loops.decays(a, decays, n);
    return Loops.crossEntropy(a, x, decays, scale, gradient, lanes, n);
  }

  /**
   * ½ Σ log 2π + s + e² e^−s, with e = v − x; ∂a = e e^−s · slope, ∂s = ½ (1 − e² e^−s), 0 beyond
   * the clamp.
   *
   * @param mean v = link(a)
   * @param slope link′(a)
   * @param precision left with e^−s
   */
  static double gaussianVariance(
      VectorStrip mean,
      VectorStrip slope,
      VectorStrip logVariance,
      VectorStrip precision,
      VectorStrip x,
      float scale,
      VectorStrip gradient,
      VectorStrip varianceGradient,
      VectorStrip lanes,
      int n) {
    Loops.precisions(logVariance, precision, n);
    double sum =
        Loops.gaussianVariance(
            mean, slope, logVariance, precision, x, scale, gradient, varianceGradient, lanes, n);
    return (sum + n * LOG_TWO_PI) / 2;
  }

  /** −Σ xᵢ log softmax(a)ᵢ; ∂a = softmax(a) · Σ x − x. */
  static double multinomial(
      VectorStrip a, VectorStrip x, float scale, VectorStrip gradient, VectorStrip lanes, int n) {
    float largest = Loops.largest(a, n);
    double total = Loops.sum(x, lanes, n);
    double aligned = Loops.sumOfProducts(a, largest, x, lanes, n);
    double sum = Loops.exponentials(a, largest, gradient, lanes, n);
    Loops.softmaxGradient((float) (total / sum), x, scale, gradient, n);
    return total * Math.log(sum) - aligned;
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static double crossEntropy(
        VectorStrip a,
        VectorStrip x,
        VectorStrip decays,
        float scale,
        VectorStrip gradient,
        VectorStrip lanes,
        int n) {
      FloatVector factor = constant(scale);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector t = decays.load(i);
        FloatVector logit = a.load(i);
        FloatVector target = x.load(i);
        VectorMask<Float> negative = logit.compare(VectorOperators.LT, ZERO);
        FloatVector linear = logit.neg().fma(target, logit.blend(ZERO, negative));
        sum = sum.add(linear.add(VectorMath.log1pOfUnit(t)));
        FloatVector above = VectorMath.inverseOfOnePlus(t);
        FloatVector mean = above.blend(t.mul(above), negative);
        gradient.store(i, flush(mean.sub(target).mul(factor)));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    /** out = e^−|a|. */
    static void decays(VectorStrip a, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, VectorMath.expOfMinusAbs(a.load(i)));
      }
    }

    static float largest(VectorStrip a, int n) {
      FloatVector largest = a.load(0);
      for (int i = LANES; i < n; i += LANES) {
        largest = largest.max(a.load(i));
      }
      return largest.reduceLanes(VectorOperators.MAX);
    }

    static double sum(VectorStrip x, VectorStrip lanes, int n) {
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        sum = sum.add(x.load(i));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static double sumOfProducts(
        VectorStrip a, float offset, VectorStrip x, VectorStrip lanes, int n) {
      FloatVector largest = constant(offset);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        sum = a.load(i).sub(largest).fma(x.load(i), sum);
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static double exponentials(
        VectorStrip a, float offset, VectorStrip out, VectorStrip lanes, int n) {
      FloatVector largest = constant(offset);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector e = VectorMath.exp(a.load(i).sub(largest));
        sum = sum.add(e);
        out.store(i, e);
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static void softmaxGradient(
        float factor, VectorStrip x, float scale, VectorStrip gradient, int n) {
      FloatVector share = constant(factor);
      FloatVector weight = constant(scale);
      for (int i = 0; i < n; i += LANES) {
        FloatVector expected = gradient.load(i).mul(share);
        gradient.store(i, flush(expected.sub(x.load(i)).mul(weight)));
      }
    }

    /** out = e^−s. */
    static void precisions(VectorStrip logVariance, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector s = VectorBottlenecks.clampLogVariance(logVariance.load(i));
        out.store(i, VectorMath.expOfBounded(s.neg()));
      }
    }

    static double gaussianVariance(
        VectorStrip mean,
        VectorStrip slope,
        VectorStrip logVariance,
        VectorStrip precision,
        VectorStrip x,
        float scale,
        VectorStrip gradient,
        VectorStrip varianceGradient,
        VectorStrip lanes,
        int n) {
      FloatVector factor = constant(scale);
      FloatVector halfFactor = constant(0.5f * scale);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector raw = logVariance.load(i);
        FloatVector s = VectorBottlenecks.clampLogVariance(raw);
        FloatVector e = mean.load(i).sub(x.load(i));
        FloatVector weighted = e.mul(precision.load(i));
        FloatVector square = e.mul(weighted);
        sum = sum.add(s.add(square));
        gradient.store(i, flush(weighted.mul(slope.load(i)).mul(factor)));
        FloatVector half = ONE.sub(square).mul(halfFactor);
        varianceGradient.store(i, flush(half.blend(ZERO, s.compare(VectorOperators.NE, raw))));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }
  }
}
