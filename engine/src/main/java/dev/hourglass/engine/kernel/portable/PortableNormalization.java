package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRowFlushed;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.tensor.Tensor;

/** Layer normalisation (Ba, Kiros and Hinton 2016) and its gradient. */
final class PortableNormalization {
  private PortableNormalization() {}

  /** y = gain ∘ x̂ + bias, x̂ = (x − mean) · inverse. */
  static void normalize(Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    int columns = in.columns();
    requireSameSize(in, out);
    requireSize(gain, columns);
    requireSize(bias, columns);
    requireSize(statistics, 2L * in.rows());
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, columns);
    double[] weight = scratch.run(1, columns);
    double[] shift = scratch.run(2, columns);
    loadRow(gain, 0, weight);
    loadRow(bias, 0, shift);
    for (int r = 0; r < in.rows(); r++) {
      loadRow(in, r, x);
      double mean = 0;
      for (int c = 0; c < columns; c++) {
        mean += x[c];
      }
      mean /= columns;
      double variance = 0;
      for (int c = 0; c < columns; c++) {
        variance += (x[c] - mean) * (x[c] - mean);
      }
      double inverse = 1 / Math.sqrt(variance / columns + Kernels.NORMALIZATION_EPSILON);
      for (int c = 0; c < columns; c++) {
        x[c] = weight[c] * ((x[c] - mean) * inverse) + shift[c];
      }
      statistics.set(r, 0, mean);
      statistics.set(r, 1, inverse);
      storeRow(x, out, r);
    }
  }

  /**
   * With h = gain ∘ ∂y: ∂x = inverse · (h − mean(h) − x̂ · mean(h ∘ x̂)), ∂gain = Σ_r ∂y ∘ x̂,
   * ∂bias = Σ_r ∂y.
   */
  static void normalizeGradient(
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
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, columns);
    double[] g = scratch.run(1, columns);
    double[] weight = scratch.run(2, columns);
    double[] gainSums = scratch.zeros(3, columns);
    double[] biasSums = scratch.zeros(4, columns);
    loadRow(gain, 0, weight);
    for (int r = 0; r < in.rows(); r++) {
      loadRow(in, r, x);
      loadRow(outGradient, r, g);
      double mean = statistics.get(r, 0);
      double inverse = statistics.get(r, 1);
      double meanOfH = 0;
      double meanOfHX = 0;
      for (int c = 0; c < columns; c++) {
        x[c] = (x[c] - mean) * inverse;
        gainSums[c] += g[c] * x[c];
        biasSums[c] += g[c];
        g[c] *= weight[c];
        meanOfH += g[c];
        meanOfHX += g[c] * x[c];
      }
      meanOfH /= columns;
      meanOfHX /= columns;
      for (int c = 0; c < columns; c++) {
        g[c] = inverse * (g[c] - meanOfH - x[c] * meanOfHX);
      }
      storeRowFlushed(g, gradients.input(), r);
    }
    PortableReductions.storeSums(gainSums, gradients.accumulate(), gradients.gain(), x);
    PortableReductions.storeSums(biasSums, gradients.accumulate(), gradients.bias(), x);
  }
}
