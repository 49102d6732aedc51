package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/** Layer normalisation (Ba, Kiros and Hinton 2016) and its gradient, a row at a time. */
public final class VectorNormalization {
  private VectorNormalization() {}

  /** y = gain ∘ x̂ + bias, x̂ = (x − mean) · inverse. */
  public static void normalize(Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    int columns = in.columns();
    requireSameSize(in, out);
    requireSize(gain, columns);
    requireSize(bias, columns);
    requireSize(statistics, 2L * in.rows());
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip weight = strips[1].read(gain, 0, columns);
    VectorStrip shift = strips[2].read(bias, 0, columns);
    for (int r = 0; r < in.rows(); r++) {
      long at = (long) r * columns;
      VectorStrip x = strips[0].read(in, at, columns);
      float mean = (float) (Loops.sumOfDeviations(x, 0, strips[4], columns) / columns);
      // What pads the last vector must not count: it is made equal to the mean.
      x.pad(mean);
      // What the mean lost when it was rounded matters where a row's numbers are nearly equal.
      double lost = Loops.sumOfDeviations(x, mean, strips[4], columns) / columns;
      double variance =
          Loops.squaredDeviations(x, mean, strips[4], columns) / columns - lost * lost;
      float inverse = (float) (1 / Math.sqrt(variance + Kernels.NORMALIZATION_EPSILON));
      statistics.set(r, 0, mean);
      statistics.set(r, 1, inverse);
      VectorStrip y = strips[3].write(out, at, columns);
      Loops.scale(x, mean, (float) lost, inverse, weight, shift, y, columns);
      y.finish();
    }
  }

  /**
   * With h = gain ∘ ∂y: ∂x = inverse · (h − mean(h) − x̂ · mean(h ∘ x̂)), ∂gain = Σ_r ∂y ∘ x̂,
   * ∂bias = Σ_r ∂y.
   */
  public static void normalizeGradient(
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients) {
    int columns = in.columns();
    requireSameSize(in, outGradient);
    requireSameSize(in, gradients.input());
    requireSize(gain, columns);
    requireSize(statistics, 2L * in.rows());
    requireSize(gradients.gain(), columns);
    requireSize(gradients.bias(), columns);
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip weight = strips[2].read(gain, 0, columns);
    VectorStrip gainSums = strips[3].zeros(columns);
    VectorStrip biasSums = strips[4].zeros(columns);
    for (int r = 0; r < in.rows(); r++) {
      long at = (long) r * columns;
      float mean = (float) statistics.get(r, 0);
      float inverse = (float) statistics.get(r, 1);
      VectorStrip x = strips[0].read(in, at, columns, mean);
      VectorStrip g = strips[1].read(outGradient, at, columns);
      VectorStrip standard = strips[5].free(columns);
      Loops.standardize(x, mean, inverse, standard, columns);
      Loops.addParameterGradients(standard, g, gainSums, biasSums, columns);
      VectorStrip h = strips[6].free(columns);
      double meanOfH = Loops.weighted(g, weight, h, strips[7], columns) / columns;
      double meanOfHX = Loops.sumOfProducts(h, standard, strips[7], columns) / columns;
      VectorStrip to = strips[7].write(gradients.input(), at, columns);
      Loops.inGradient(standard, h, inverse, (float) meanOfH, (float) meanOfHX, to, columns);
      to.finish();
    }
    VectorReductions.storeSums(gainSums, gradients.accumulate(), gradients.gain());
    VectorReductions.storeSums(biasSums, gradients.accumulate(), gradients.bias());
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static double sumOfDeviations(VectorStrip x, float mean, VectorStrip lanes, int n) {
      FloatVector middle = constant(mean);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        sum = sum.add(x.load(i).sub(middle));
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static double squaredDeviations(VectorStrip x, float mean, VectorStrip lanes, int n) {
      FloatVector middle = constant(mean);
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector deviation = x.load(i).sub(middle);
        sum = deviation.fma(deviation, sum);
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static void scale(
        VectorStrip x,
        float mean,
        float lost,
        float inverse,
        VectorStrip weight,
        VectorStrip shift,
        VectorStrip out,
        int n) {
      FloatVector middle = constant(mean);
      FloatVector rest = constant(lost);
      FloatVector factor = constant(inverse);
      for (int i = 0; i < n; i += LANES) {
        FloatVector standard = x.load(i).sub(middle).sub(rest).mul(factor);
        out.store(i, standard.fma(weight.load(i), shift.load(i)));
      }
    }

    /** out = x̂. */
    static void standardize(VectorStrip x, float mean, float inverse, VectorStrip out, int n) {
      FloatVector middle = constant(mean);
      FloatVector factor = constant(inverse);
      for (int i = 0; i < n; i += LANES) {
        out.store(i, x.load(i).sub(middle).mul(factor));
      }
    }

    static void addParameterGradients(
        VectorStrip standard, VectorStrip g, VectorStrip gainSums, VectorStrip biasSums, int n) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector gradient = g.load(i);
        gainSums.store(i, standard.load(i).fma(gradient, gainSums.load(i)));
        biasSums.store(i, gradient.add(biasSums.load(i)));
      }
    }

    /** h = gain ∘ ∂y; returns Σ h. */
    static double weighted(
        VectorStrip g, VectorStrip weight, VectorStrip h, VectorStrip lanes, int n) {
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        FloatVector product = g.load(i).mul(weight.load(i));
        sum = sum.add(product);
        h.store(i, product);
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static double sumOfProducts(VectorStrip x, VectorStrip y, VectorStrip lanes, int n) {
      FloatVector sum = none();
      for (int i = 0; i < n; i += LANES) {
        sum = x.load(i).fma(y.load(i), sum);
      }
      lanes.putLanes(sum);
      return lanes.sumOfLanes();
    }

    static void inGradient(
        VectorStrip standard,
        VectorStrip h,
        float inverse,
        float meanOfH,
        float meanOfHX,
        VectorStrip out,
        int n) {
      FloatVector factor = constant(inverse);
      FloatVector level = constant(meanOfH);
      FloatVector tilt = constant(-meanOfHX);
      for (int i = 0; i < n; i += LANES) {
        FloatVector rest = standard.load(i).fma(tilt, h.load(i).sub(level));
        out.store(i, flush(rest.mul(factor)));
      }
    }
  }
}
