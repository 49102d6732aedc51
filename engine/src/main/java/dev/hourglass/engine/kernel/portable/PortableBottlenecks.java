package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.BLOCK;
import static dev.hourglass.engine.kernel.portable.PortableScratch.block;
import static dev.hourglass.engine.kernel.portable.PortableScratch.load;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.store;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeFlushed;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRowFlushed;

import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;

/** What happens to a code: k of it kept, or sampled around a mean, or its size penalised. */
final class PortableBottlenecks {
  private PortableBottlenecks() {}

  /**
   * Keeps exactly {@code k} of each row, all of it when k is at least the columns. A kept number
   * that is 0 stays 0 and cannot be told from one that was dropped. NaN passes through, so that a
   * diverged run is noticed.
   */
  static void topK(int k, Tensor in, Tensor out) {
    requireSameSize(in, out);
    int columns = in.columns();
    if (k < 0) {
      throw new IllegalArgumentException("k must be 0 or more, but was " + k);
    }
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, columns);
    double[] sorted = scratch.run(1, columns);
    for (int r = 0; r < in.rows(); r++) {
      loadRow(in, r, x);
      if (k == 0) {
        Arrays.fill(x, 0, columns, 0);
      } else if (k < columns) {
        System.arraycopy(x, 0, sorted, 0, columns);
        Arrays.sort(sorted, 0, columns);
        double threshold = sorted[columns - k];
        keep(k, threshold, x, columns);
      }
      storeRow(x, out, r);
    }
  }

  private static void keep(int k, double threshold, double[] x, int columns) {
    int above = 0;
    for (int c = 0; c < columns; c++) {
      above += x[c] > threshold ? 1 : 0;
    }
    int ties = k - above;
    for (int c = 0; c < columns; c++) {
      if (x[c] < threshold || (x[c] == threshold && --ties < 0)) {
        x[c] = 0;
      }
    }
  }

  static void keepWhereActive(Tensor kept, Tensor gradient) {
    requireSameSize(kept, gradient);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, BLOCK);
    double[] g = scratch.run(1, BLOCK);
    for (long at = 0; at < gradient.size(); at += BLOCK) {
      int count = block(at, gradient.size());
      load(kept, at, count, x);
      load(gradient, at, count, g);
      for (int i = 0; i < count; i++) {
        g[i] = x[i] != 0 ? g[i] : 0;
      }
      store(g, count, gradient, at);
    }
  }

  /** z = μ + e^(s/2) ∘ ε. */
  static void reparameterize(Tensor heads, Tensor epsilon, Tensor code) {
    int columns = code.columns();
    requireSameSize(epsilon, code);
    requireSize(heads, 2 * code.size());
    PortableScratch scratch = PortableScratch.ofThread();
    double[] h = scratch.run(0, 2 * columns);
    double[] e = scratch.run(1, columns);
    for (int r = 0; r < code.rows(); r++) {
      loadRow(heads, r, h);
      loadRow(epsilon, r, e);
      for (int c = 0; c < columns; c++) {
        h[c] += Math.exp(clampLogVariance(h[columns + c]) / 2) * e[c];
      }
      storeRow(h, code, r);
    }
  }

  /**
   * ∂μ = ∂z + weight · μ; ∂s = ½ (∂z ∘ ε ∘ e^(s/2) + weight · (e^s − 1)), but 0 beyond the clamp.
   */
  static double reparameterizeGradient(
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
    PortableScratch scratch = PortableScratch.ofThread();
    double[] h = scratch.run(0, 2 * columns);
    double[] e = scratch.run(1, columns);
    double[] g = scratch.run(2, columns);
    double sum = 0;
    for (int r = 0; r < codeGradient.rows(); r++) {
      loadRow(heads, r, h);
      loadRow(epsilon, r, e);
      loadRow(codeGradient, r, g);
      double row = 0;
      for (int c = 0; c < columns; c++) {
        double mean = h[c];
        double s = clampLogVariance(h[columns + c]);
        boolean clamped = s != h[columns + c];
        double deviation = Math.exp(s / 2);
        double variance = deviation * deviation;
        row += mean * mean + variance - 1 - s;
        h[c] = g[c] + weight * mean;
        h[columns + c] = clamped ? 0 : 0.5 * (g[c] * e[c] * deviation + weight * (variance - 1));
      }
      divergence.set(r, row / 2);
      sum += row / 2;
      storeRowFlushed(h, headsGradient, r);
    }
    return sum;
  }

  static double absoluteSum(Tensor code, double weight, Tensor gradient) {
    requireSameSize(code, gradient);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, BLOCK);
    double[] g = scratch.run(1, BLOCK);
    double sum = 0;
    for (long at = 0; at < gradient.size(); at += BLOCK) {
      int count = block(at, gradient.size());
      load(code, at, count, x);
      load(gradient, at, count, g);
      for (int i = 0; i < count; i++) {
        sum += Math.abs(x[i]);
        g[i] += weight * Math.signum(x[i]);
      }
      storeFlushed(g, count, gradient, at);
    }
    return sum;
  }

  static double clampLogVariance(double s) {
    double bound = Loss.GaussianVariance.LOG_VARIANCE_BOUND;
    return Math.max(-bound, Math.min(bound, s));
  }
}
