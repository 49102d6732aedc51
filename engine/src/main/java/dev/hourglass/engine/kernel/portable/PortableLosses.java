package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableBottlenecks.clampLogVariance;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRowFlushed;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Losses with their gradients, one row at a time: each method reads a row of outputs a, leaves the
 * gradient in its place and returns the row's loss.
 */
final class PortableLosses {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private PortableLosses() {}

  static double loss(
      Loss loss, Tensor output, Tensor target, double scale, Tensor gradient, Tensor perRow) {
    int features = target.columns();
    requireSize(output, target.size() * loss.outputsPerFeature());
    requireSize(gradient, output.size());
    requireSize(perRow, target.rows());
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, output.columns());
    double[] x = scratch.run(1, features);
    double sum = 0;
    for (int r = 0; r < target.rows(); r++) {
      loadRow(output, r, a);
      loadRow(target, r, x);
      double row =
          switch (loss) {
            case Loss.CrossEntropy _ -> crossEntropy(a, x, features);
            case Loss.Multinomial _ -> multinomial(a, x, features);
            case Loss.GaussianVariance l -> gaussianVariance(l.link(), a, x, features);
            case Loss.ClippedSquaredError _ -> clippedSquaredError(a, x, features);
            case Loss.SquaredError l -> ofErrors(l, l.link(), a, x, features);
            case Loss.Absolute l -> ofErrors(l, l.link(), a, x, features);
            case Loss.Huber l -> ofErrors(l, l.link(), a, x, features);
            case Loss.Correntropy l -> ofErrors(l, l.link(), a, x, features);
          };
      for (int c = 0; c < output.columns(); c++) {
        a[c] *= scale;
      }
      storeRowFlushed(a, gradient, r);
      perRow.set(r, row);
      sum += row;
    }
    return sum;
  }

  /** Losses that are a sum of functions ℓ of the error e = link(a) − x: ∂a = ℓ′(e) · link′(a). */
  private static double ofErrors(Loss loss, Activation link, double[] a, double[] x, int features) {
    PortableActivations.apply(link, a, features);
    for (int c = 0; c < features; c++) {
      x[c] = a[c] - x[c];
    }
    double sum =
        switch (loss) {
          case Loss.SquaredError _ -> squares(x, features);
          case Loss.Absolute _ -> magnitudes(x, features);
          case Loss.Huber h -> huber(h.delta(), x, features);
          case Loss.Correntropy k -> correntropy(k.sigma() * k.sigma(), x, features);
          case Loss.ClippedSquaredError _,
              Loss.CrossEntropy _,
              Loss.GaussianVariance _,
              Loss.Multinomial _ ->
              throw new IllegalArgumentException(loss + " is not a function of the error alone");
        };
    PortableActivations.slope(link, a, features);
    for (int c = 0; c < features; c++) {
      a[c] *= x[c];
    }
    return sum;
  }

  /** With v = clip(a) and e = v − x, Σ e² + 2 (a − v) e; leaves ∂a = 2e. */
  private static double clippedSquaredError(double[] a, double[] x, int features) {
    double sum = 0;
    for (int c = 0; c < features; c++) {
      double v = Activation.CLIP.apply(a[c]);
      double e = v - x[c];
      sum += e * (e + 2 * (a[c] - v));
      a[c] = 2 * e;
    }
    return sum;
  }

  /** Σ e²; leaves 2e. */
  private static double squares(double[] e, int features) {
    double sum = 0;
    for (int c = 0; c < features; c++) {
      sum += e[c] * e[c];
      e[c] *= 2;
    }
    return sum;
  }

  /** Σ |e|; leaves sign(e). */
  private static double magnitudes(double[] e, int features) {
    double sum = 0;
    for (int c = 0; c < features; c++) {
      sum += Math.abs(e[c]);
      e[c] = Math.signum(e[c]);
    }
    return sum;
  }

  /** With q = min(|e|, δ), Σ q (|e| − q / 2); leaves e clamped to [−δ, δ]. */
  private static double huber(double delta, double[] e, int features) {
    double sum = 0;
    for (int c = 0; c < features; c++) {
      double magnitude = Math.abs(e[c]);
      double bounded = Math.min(magnitude, delta);
      sum += bounded * (magnitude - bounded / 2);
      e[c] = Math.max(-delta, Math.min(delta, e[c]));
    }
    return sum;
  }

  /** Σ σ² (1 − exp(−e² / (2σ²))); leaves e · exp(−e² / (2σ²)). */
  private static double correntropy(double variance, double[] e, int features) {
    double sum = 0;
    for (int c = 0; c < features; c++) {
      double exponent = -e[c] * e[c] / (2 * variance);
      // 1 − exp of a small number would cancel: the loss of a good reconstruction is made of those.
      sum -= variance * Math.expm1(exponent);
      e[c] *= Math.exp(exponent);
    }
    return sum;
  }

  /** ∂a = σ(a) − x. */
  private static double crossEntropy(double[] a, double[] x, int features) {
    double sum = 0;
    for (int c = 0; c < features; c++) {
      // With t = e^−|a| neither the loss nor σ(a) overflows at either end.
      double t = Math.exp(-Math.abs(a[c]));
      sum += Math.max(a[c], 0) - a[c] * x[c] + Math.log(1 + t);
      a[c] = (a[c] >= 0 ? 1 : t) / (1 + t) - x[c];
    }
    return sum;
  }

  /** With e = link(a) − x: ∂a = e · e^−s · link′(a), ∂s = ½ (1 − e² e^−s), 0 beyond the clamp. */
  private static double gaussianVariance(Activation link, double[] a, double[] x, int features) {
    PortableActivations.apply(link, a, features);
    double sum = 0;
    for (int c = 0; c < features; c++) {
      double mean = a[c];
      double e = mean - x[c];
      double s = clampLogVariance(a[features + c]);
      boolean clamped = s != a[features + c];
      double precision = Math.exp(-s);
      sum += LOG_TWO_PI + s + e * e * precision;
      a[c] = e * precision * link.slope(mean);
      a[features + c] = clamped ? 0 : 0.5 * (1 - e * e * precision);
    }
    return sum / 2;
  }

  /** ∂a = softmax(a) · Σ x − x. */
  private static double multinomial(double[] a, double[] x, int features) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < features; c++) {
      largest = Math.max(largest, a[c]);
    }
    double sum = 0;
    double total = 0;
    double aligned = 0;
    for (int c = 0; c < features; c++) {
      double shifted = a[c] - largest;
      total += x[c];
      aligned += x[c] * shifted;
      a[c] = Math.exp(shifted);
      sum += a[c];
    }
    for (int c = 0; c < features; c++) {
      a[c] = total * a[c] / sum - x[c];
    }
    return total * Math.log(sum) - aligned;
  }

  static double squaredError(Activation link, Tensor output, Tensor target, Tensor perRow) {
    int features = target.columns();
    requireSize(perRow, target.rows());
    if (output.rows() != target.rows() || output.columns() < features) {
      throw new IllegalArgumentException(
          "output %s does not cover target %s".formatted(output, target));
    }
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, features);
    double[] x = scratch.run(1, features);
    double sum = 0;
    for (int r = 0; r < target.rows(); r++) {
      PortableScratch.load(output, (long) r * output.columns(), features, a);
      loadRow(target, r, x);
      PortableActivations.apply(link, a, features);
      double row = 0;
      for (int c = 0; c < features; c++) {
        row += (a[c] - x[c]) * (a[c] - x[c]);
      }
      perRow.set(r, row);
      sum += row;
    }
    return sum;
  }
}
