package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Each unit's divergence from the prior, dⱼ = ½ (μⱼ² + e^sⱼ − 1 − sⱼ), and what free bits make of
 * its mean over the batch.
 */
final class UnitDivergences implements RowStatistics {
  private static final double BOUND = Loss.GaussianVariance.LOG_VARIANCE_BOUND;

  private final Tensor heads;
  private final int units;

  /**
   * Of rows.
   *
   * @param heads {@code [rows, 2·code]}: means, then log-variances, which are clamped as the
   *     kernels do
   */
  UnitDivergences(Tensor heads) {
    this.heads = heads;
    this.units = heads.columns() / 2;
  }

  /**
   * β · Σⱼ max(λ, 1/B Σᵢ dᵢⱼ) (Kingma et al. 2016, equation 15 of the appendix, a group a unit): a
   * unit that tells less than λ nats is not pulled.
   */
  static BatchLook freeBits(Penalty.KlToPrior penalty, int units, int epochs) {
    return (sums, at, batchSize, epoch, _, slopes) -> {
      double beta = penalty.weight(epoch, epochs);
      double sum = 0;
      for (int unit = at; unit < at + units; unit++) {
        double mean = sums[unit] / batchSize;
        sum += Math.max(penalty.freeBits(), mean);
        slopes[unit] = mean > penalty.freeBits() ? beta / batchSize : 0;
      }
      return beta * sum * batchSize;
    };
  }

  @Override
  public int count() {
    return units;
  }

  @Override
  public void read(long seed, int epoch, int step) {}

  @Override
  public void addTo(double[] sums, int at, int rows) {
    for (int r = 0; r < rows; r++) {
      for (int unit = 0; unit < units; unit++) {
        double mean = heads.get(r, unit);
        double s = Math.clamp(heads.get(r, units + unit), -BOUND, BOUND);
        sums[at + unit] += (mean * mean + Math.exp(s) - 1 - s) / 2;
      }
    }
  }

  /** ∂μ += slope · μ; ∂s += slope · ½ (e^s − 1), but 0 beyond the clamp. */
  @Override
  public void backward(double[] slopes, int at, Tensor gradient) {
    for (int r = 0; r < heads.rows(); r++) {
      for (int unit = 0; unit < units; unit++) {
        double slope = slopes[at + unit];
        if (slope == 0) {
          continue;
        }
        double s = heads.get(r, units + unit);
        add(gradient, r, unit, slope * heads.get(r, unit));
        if (s >= -BOUND && s <= BOUND) {
          add(gradient, r, units + unit, slope * (Math.exp(s) - 1) / 2);
        }
      }
    }
  }

  private static void add(Tensor gradient, int row, int column, double more) {
    double sum = gradient.get(row, column) + more;
    gradient.set(row, column, Math.abs(sum) < Kernels.FLUSH ? 0 : sum);
  }

  @Override
  public Place place() {
    return Place.HEADS;
  }
}
