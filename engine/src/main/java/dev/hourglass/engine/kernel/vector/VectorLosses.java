package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.ONE;
import static dev.hourglass.engine.kernel.vector.VectorMath.ZERO;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/**
 * Losses with their gradients, a row at a time: each reads outputs a and targets x, writes the
 * scaled gradient and returns the row's loss.
 *
 * <p>What pads a row's last vector is chosen so that it adds nothing: targets 0, and outputs whose
 * mean is 0.
 */
public final class VectorLosses {
  /** An output whose sigmoid is flushed to 0. */
  private static final float SIGMOID_PADDING = -100;

  private static final FloatVector TWO = constant(2f);

  /** An output whose e^a is 0 beside any other, but that is 0 when multiplied by 0. */
  private static final float SOFTMAX_PADDING = -1e30f;

  private VectorLosses() {}

  public static double loss(
      Loss loss, Tensor output, Tensor target, double scale, Tensor gradient, Tensor perRow) {
    int features = target.columns();
    requireSize(output, target.size() * loss.outputsPerFeature());
    requireSize(gradient, output.size());
    requireSize(perRow, target.rows());
    double sum = 0;
    for (int r = 0; r < target.rows(); r++) {
      double row =
          switch (loss) {
            case Loss.SquaredError l ->
                squaredError(l.link(), r, output, target, (float) scale, gradient);
            case Loss.ClippedSquaredError _ ->
                clippedSquaredError(r, output, target, (float) scale, gradient);
            case Loss.Absolute l ->
                VectorErrorLosses.ofErrors(l, r, output, target, (float) scale, gradient);
            case Loss.Huber l ->
                VectorErrorLosses.ofErrors(l, r, output, target, (float) scale, gradient);
            case Loss.Correntropy l ->
                VectorErrorLosses.ofErrors(l, r, output, target, (float) scale, gradient);
            case Loss.CrossEntropy _ -> crossEntropy(r, output, target, (float) scale, gradient);
            case Loss.GaussianVariance l ->
                gaussianVariance(l.link(), r, output, target, (float) scale, gradient);
            case Loss.Multinomial _ -> multinomial(r, output, target, (float) scale, gradient);
          };
      perRow.set(r, row);
      sum += row;
    }
    return sum;
  }

  private static double squaredError(
      Activation link, int row, Tensor output, Tensor target, float scale, Tensor gradient) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int n = target.columns();
    long at = (long) row * n;
    VectorStrip a = strips[0].read(output, at, n, padding(link));
    VectorStrip x = strips[1].read(target, at, n);
    VectorStrip g = strips[2].write(gradient, at, n);
    double sum =
        link == Activation.SIGMOID
            ? squaredErrorOfSigmoid(a, x, scale, g, strips[4].free(n), strips[3], n)
            : Loops.squaredError(a, x, scale, g, strips[3], n);
    g.finish();
    return sum;
  }

  private static double clippedSquaredError(
      int row, Tensor output, Tensor target, float scale, Tensor gradient) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int n = target.columns();
    long at = (long) row * n;
    VectorStrip a = strips[0].read(output, at, n);
    VectorStrip x = strips[1].read(target, at, n);
    VectorStrip g = strips[2].write(gradient, at, n);
    double sum = Loops.clippedSquaredError(a, x, scale, g, strips[3], n);
    g.finish();
    return sum;
  }

  /** In two loops, which is faster than one with everything in it. */
  private static double squaredErrorOfSigmoid(
      VectorStrip a,
      VectorStrip x,
      float scale,
      VectorStrip gradient,
      VectorStrip mean,
      VectorStrip lanes,
      int n) {
    VectorActivations.apply(Activation.SIGMOID, a, mean, n);
    return Loops.squaredErrorOfSigmoid(mean, x, scale, gradient, lanes, n);
  }

  private static double crossEntropy(
      int row, Tensor output, Tensor target, float scale, Tensor gradient) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int n = target.columns();
    long at = (long) row * n;
    VectorStrip a = strips[0].read(output, at, n, SIGMOID_PADDING);
    VectorStrip x = strips[1].read(target, at, n);
    VectorStrip g = strips[2].write(gradient, at, n);
    double sum = VectorLikelihoods.crossEntropy(a, x, scale, g, strips[4].free(n), strips[3], n);
    g.finish();
    return sum;
  }

  private static double multinomial(
      int row, Tensor output, Tensor target, float scale, Tensor gradient) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int n = target.columns();
    long at = (long) row * n;
    VectorStrip a = strips[0].read(output, at, n, SOFTMAX_PADDING);
    VectorStrip x = strips[1].read(target, at, n);
    VectorStrip g = strips[2].write(gradient, at, n);
    double sum = VectorLikelihoods.multinomial(a, x, scale, g, strips[3], n);
    g.finish();
    return sum;
  }

  private static double gaussianVariance(
      Activation link, int row, Tensor output, Tensor target, float scale, Tensor gradient) {
    VectorStrip[] strips = VectorStrip.ofThread();
    int n = target.columns();
    long at = 2L * row * n;
    VectorStrip a = strips[0].read(output, at, n, padding(link));
    VectorStrip s = strips[1].read(output, at + n, n);
    VectorStrip x = strips[2].read(target, (long) row * n, n);
    VectorStrip g = strips[3].write(gradient, at, n);
    VectorStrip gs = strips[4].write(gradient, at + n, n);
    VectorStrip mean = strips[5].free(n);
    VectorStrip slope = strips[6].free(n);
    VectorStrip precision = strips[7].free(n);
    VectorActivations.apply(link, a, mean, n);
    VectorSlopes.slope(link, mean, slope, n);
    double sum =
        VectorLikelihoods.gaussianVariance(
            mean, slope, s, precision, x, scale, g, gs, strips[8], n);
    g.finish();
    gs.finish();
    return sum;
  }

  /** An output whose mean is 0. */
  static float padding(Activation link) {
    return link == Activation.SIGMOID ? SIGMOID_PADDING : 0;
  }

  /** Σ (link(a) − x)² of every row. */
  public static double squaredError(Activation link, Tensor output, Tensor target, Tensor perRow) {
    int n = target.columns();
    requireSize(perRow, target.rows());
    if (output.rows() != target.rows() || output.columns() < n) {
      throw new IllegalArgumentException(
          "output %s does not cover target %s".formatted(output, target));
    }
    VectorStrip[] strips = VectorStrip.ofThread();
    double sum = 0;
    for (int r = 0; r < target.rows(); r++) {
      VectorStrip a = strips[0].read(output, (long) r * output.columns(), n, padding(link));
      VectorStrip x = strips[1].read(target, (long) r * n, n);
      VectorStrip error = strips[2].free(n);
      VectorActivations.apply(link, a, error, n);
      VectorErrorLosses.subtract(x, error, n);
      double row = Loops.squares(error, strips[3], n);
      perRow.set(r, row);
      sum += row;
    }
    return sum;
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    /** Σ e² with e = v − x, v = sigmoid(a); ∂a = 2 e v (1 − v). */
    static double squaredErrorOfSigmoid(
        VectorStrip mean,
        VectorStrip x,
        float scale,
        VectorStrip gradient,
        VectorStrip lanes,
        int n) {
      FloatVector factor = constant(2 * scale);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector v = mean.load(i);
        FloatVector e = v.sub(x.load(i));
        sum = e.fma(e, sum);
        gradient.store(i, flush(e.mul(factor).mul(VectorSlopes.ofSigmoid(v))));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    /** Σ e² with e = a − x; ∂a = 2 e. */
    static double squaredError(
        VectorStrip a, VectorStrip x, float scale, VectorStrip gradient, VectorStrip lanes, int n) {
      FloatVector factor = constant(2 * scale);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector e = a.load(i).sub(x.load(i));
        sum = e.fma(e, sum);
        gradient.store(i, flush(e.mul(factor)));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    /** With v = clip(a) and e = v − x, Σ e² + 2 (a − v) e; ∂a = 2 e. */
    static double clippedSquaredError(
        VectorStrip a, VectorStrip x, float scale, VectorStrip gradient, VectorStrip lanes, int n) {
      FloatVector factor = constant(2 * scale);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector output = a.load(i);
        FloatVector v = VectorMath.clamp(output, ZERO, ONE);
        FloatVector e = v.sub(x.load(i));
        sum = output.sub(v).fma(TWO, e).fma(e, sum);
        gradient.store(i, flush(e.mul(factor)));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static double squares(VectorStrip errors, VectorStrip lanes, int n) {
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector e = errors.load(i);
        sum = e.fma(e, sum);
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }
  }
}
