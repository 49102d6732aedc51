package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/** What units do on average over the batch, ρ̂ⱼ = 1/B Σᵢ zᵢⱼ, and what KL sparsity makes of it. */
final class CodeMeans implements RowStatistics {
  /** Keeps the logarithms finite for units that are always off or on. */
  private static final double MEAN_BOUND = 1e-6;

  private final Kernels kernels;
  private final Tensor code;
  private final Tensor row;

  /**
   * Of rows.
   *
   * @param code {@code [rows, code]}
   * @param row {@code [1, code]}, to work with
   */
  CodeMeans(Kernels kernels, Tensor code, Tensor row) {
    this.kernels = kernels;
    this.code = code;
    this.row = row;
  }

  /** weight · Σⱼ KL(ρ ‖ ρ̂ⱼ) (Ng 2011, CS294A notes, section 3). */
  static BatchLook sparsity(double rho, double weight, int units) {
    return (sums, at, batchSize, _, _, slopes) -> {
      double sum = 0;
      for (int unit = at; unit < at + units; unit++) {
        double mean = Math.clamp(sums[unit] / batchSize, MEAN_BOUND, 1 - MEAN_BOUND);
        sum += rho * Math.log(rho / mean) + (1 - rho) * Math.log((1 - rho) / (1 - mean));
        slopes[unit] = weight * (-rho / mean + (1 - rho) / (1 - mean)) / batchSize;
      }
      return weight * sum * batchSize;
    };
  }

  @Override
  public int count() {
    return code.columns();
  }

  @Override
  public void read(long seed, int epoch, int step) {}

  @Override
  public void addTo(double[] sums, int at, int rows) {
    kernels.columnSums(rows == code.rows() ? code : code.topRows(rows), false, row);
    for (int unit = 0; unit < code.columns(); unit++) {
      sums[at + unit] += row.get(unit);
    }
  }

  @Override
  public void backward(double[] slopes, int at, Tensor gradient) {
    for (int unit = 0; unit < code.columns(); unit++) {
      row.set(unit, slopes[at + unit]);
    }
    kernels.addRow(row, gradient, gradient);
  }

  @Override
  public Place place() {
    return Place.CODE;
  }
}
