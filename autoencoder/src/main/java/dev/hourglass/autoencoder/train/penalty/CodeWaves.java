package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Waves of the codes, cos w·z and sin w·z, whose means over the batch tell how far the codes are
 * from N(0, I): with enough of them the maximum mean discrepancy of the {@link RandomFrequencies}'
 * kernel.
 */
final class CodeWaves implements RowStatistics {
  private final Tensor code;
  private final RandomFrequencies frequencies;
  private final double[] row;
  private final double[] gradientOfRow;

  /** {@code [rows, 2·frequencies]}: a cosine and a sine of each. */
  private final double[] waves;

  /**
   * Of rows.
   *
   * @param code {@code [rows, code]}
   */
  CodeWaves(Tensor code) {
    this.code = code;
    this.frequencies = new RandomFrequencies(code.columns());
    this.row = new double[code.columns()];
    this.gradientOfRow = new double[code.columns()];
    this.waves = new double[code.rows() * count()];
  }

  /**
   * weight · MMD², from means C and S of the waves over the batch and their mean c under the prior:
   * the mean over the frequencies of (B (C² + S²) − 1) / (B − 1) − 2 C c + c². Pairs of a code with
   * itself, whose waves' squares come to 1, are left out, so that its mean is that of all codes
   * (Tolstikhin et al. 2018, algorithm 2); it may fall below 0.
   */
  static BatchLook discrepancy(double weight, int units, long seed) {
    RandomFrequencies frequencies = new RandomFrequencies(units);
    return (sums, at, batchSize, epoch, step, slopes) -> {
      frequencies.draw(seed, epoch, step);
      double others = Math.max(1, batchSize - 1);
      double itself = batchSize > 1 ? 1 : 0;
      double share = weight / RandomFrequencies.COUNT;
      double sum = 0;
      for (int k = 0; k < RandomFrequencies.COUNT; k++) {
        double cosine = sums[at + 2 * k] / batchSize;
        double sine = sums[at + 2 * k + 1] / batchSize;
        double prior = frequencies.ofPrior(k);
        double pairs = batchSize * (cosine * cosine + sine * sine);
        sum += (pairs - itself) / others - 2 * cosine * prior + prior * prior;
        slopes[at + 2 * k] = 2 * share * (cosine / others - prior / batchSize);
        slopes[at + 2 * k + 1] = 2 * share * sine / others;
      }
      return share * sum * batchSize;
    };
  }

  @Override
  public int count() {
    return 2 * RandomFrequencies.COUNT;
  }

  @Override
  public void read(long seed, int epoch, int step) {
    frequencies.draw(seed, epoch, step);
    for (int r = 0; r < code.rows(); r++) {
      for (int unit = 0; unit < row.length; unit++) {
        row[unit] = code.get(r, unit);
      }
      for (int k = 0; k < RandomFrequencies.COUNT; k++) {
        double phase = frequencies.phase(k, row);
        waves[r * count() + 2 * k] = Math.cos(phase);
        waves[r * count() + 2 * k + 1] = Math.sin(phase);
      }
    }
  }

  @Override
  public void addTo(double[] sums, int at, int rows) {
    for (int i = 0; i < rows * count(); i++) {
      sums[at + i % count()] += waves[i];
    }
  }

  @Override
  public void backward(double[] slopes, int at, Tensor gradient) {
    for (int r = 0; r < code.rows(); r++) {
      for (int unit = 0; unit < row.length; unit++) {
        gradientOfRow[unit] = gradient.get(r, unit);
      }
      for (int k = 0; k < RandomFrequencies.COUNT; k++) {
        double cosine = waves[r * count() + 2 * k];
        double sine = waves[r * count() + 2 * k + 1];
        double slope = slopes[at + 2 * k + 1] * cosine - slopes[at + 2 * k] * sine;
        frequencies.addPhaseGradient(k, slope, gradientOfRow);
      }
      for (int unit = 0; unit < row.length; unit++) {
        double sum = gradientOfRow[unit];
        gradient.set(r, unit, Math.abs(sum) < Kernels.FLUSH ? 0 : sum);
      }
    }
  }

  @Override
  public Place place() {
    return Place.CODE;
  }
}
