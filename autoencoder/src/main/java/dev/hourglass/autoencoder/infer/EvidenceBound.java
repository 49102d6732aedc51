package dev.hourglass.autoencoder.infer;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * −ELBO of samples, −E log p(x|z) + KL(q(z|x) ‖ p(z)) (Kingma and Welling 2014, equation 3), the
 * expectation as the mean of draws of z.
 *
 * @param perSample nats
 * @param standardError of the mean over samples, from the spread of the draws; empty for one draw
 */
public record EvidenceBound(double[] perSample, OptionalDouble standardError) {
  /**
   * Of sums over draws.
   *
   * @param squares of each sample, Σ over draws of the squared distance from their mean
   */
  static EvidenceBound of(double[] means, double[] squares, int draws) {
    if (draws == 1) {
      return new EvidenceBound(means, OptionalDouble.empty());
    }
    double variance = Arrays.stream(squares).sum() / (draws - 1.0) / draws;
    return new EvidenceBound(means, OptionalDouble.of(Math.sqrt(variance) / means.length));
  }

  /** Mean over the samples, nats. */
  public double mean() {
    return Arrays.stream(perSample).average().orElse(Double.NaN);
  }
}
