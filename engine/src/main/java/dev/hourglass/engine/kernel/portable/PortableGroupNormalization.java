package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRowFlushed;

import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.tensor.Tensor;

/** Group normalisation (Wu and He 2018) and its gradient, a group of a row at a time. */
final class PortableGroupNormalization {

  private PortableGroupNormalization() {}

  /** y = gain ∘ x̂ + bias, x̂ = (x − mean) · inverse. */
  static void normalizeGroups(
      ChannelGroups groups, Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    int size = groups.map().size();
    int channels = groups.map().channels();
    requireSize(in, (long) in.rows() * size);
    requireSameSize(in, out);
    requireSize(gain, channels);
    requireSize(bias, channels);
    requireSize(statistics, 2L * in.rows() * groups.count());
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, size);
    double[] weight = scratch.run(1, channels);
    double[] shift = scratch.run(2, channels);
    loadRow(gain, 0, weight);
    loadRow(bias, 0, shift);
    for (int r = 0; r < in.rows(); r++) {
      loadRow(in, r, x);
      for (int g = 0; g < groups.count(); g++) {
        int first = g * groups.channels();
        int end = first + groups.channels();
        double mean = 0;
        for (int place = 0; place < size; place += channels) {
          for (int c = first; c < end; c++) {
            mean += x[place + c];
          }
        }
        mean /= groups.size();
        double variance = 0;
        for (int place = 0; place < size; place += channels) {
          for (int c = first; c < end; c++) {
            variance += (x[place + c] - mean) * (x[place + c] - mean);
          }
        }
        double inverse = 1 / Math.sqrt(variance / groups.size() + Kernels.NORMALIZATION_EPSILON);
        for (int place = 0; place < size; place += channels) {
          for (int c = first; c < end; c++) {
            x[place + c] = weight[c] * ((x[place + c] - mean) * inverse) + shift[c];
          }
        }
        statistics.set(r, 2 * g, mean);
        statistics.set(r, 2 * g + 1, inverse);
      }
      storeRow(x, out, r);
    }
  }

  /**
   * With h = gain ∘ ∂y: ∂x = inverse · (h − mean(h) − x̂ · mean(h ∘ x̂)), means over a group; ∂gain
   * = Σ ∂y ∘ x̂, ∂bias = Σ ∂y, over rows and places.
   */
  static void normalizeGroupsGradient(
      ChannelGroups groups,
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients) {
    int size = groups.map().size();
    int channels = groups.map().channels();
    requireSize(in, (long) in.rows() * size);
    requireSameSize(in, outGradient);
    requireSameSize(in, gradients.input());
    requireSize(gain, channels);
    requireSize(statistics, 2L * in.rows() * groups.count());
    requireSize(gradients.gain(), channels);
    requireSize(gradients.bias(), channels);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, size);
    double[] slope = scratch.run(1, size);
    double[] weight = scratch.run(2, channels);
    double[] gainSums = scratch.zeros(3, channels);
    double[] biasSums = scratch.zeros(4, channels);
    loadRow(gain, 0, weight);
    for (int r = 0; r < in.rows(); r++) {
      loadRow(in, r, x);
      loadRow(outGradient, r, slope);
      for (int g = 0; g < groups.count(); g++) {
        int first = g * groups.channels();
        int end = first + groups.channels();
        double mean = statistics.get(r, 2 * g);
        double inverse = statistics.get(r, 2 * g + 1);
        double meanOfH = 0;
        double meanOfHX = 0;
        for (int place = 0; place < size; place += channels) {
          for (int c = first; c < end; c++) {
            int i = place + c;
            x[i] = (x[i] - mean) * inverse;
            gainSums[c] += slope[i] * x[i];
            biasSums[c] += slope[i];
            slope[i] *= weight[c];
            meanOfH += slope[i];
            meanOfHX += slope[i] * x[i];
          }
        }
        meanOfH /= groups.size();
        meanOfHX /= groups.size();
        for (int place = 0; place < size; place += channels) {
          for (int c = first; c < end; c++) {
            int i = place + c;
            slope[i] = inverse * (slope[i] - meanOfH - x[i] * meanOfHX);
          }
        }
      }
      storeRowFlushed(slope, gradients.input(), r);
    }
    PortableReductions.storeSums(gainSums, gradients.accumulate(), gradients.gain(), weight);
    PortableReductions.storeSums(biasSums, gradients.accumulate(), gradients.bias(), weight);
  }
}
