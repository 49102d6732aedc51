package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * The one variance σ² of all features and samples that a model learns beside its weights, kept as s
 * = log σ² in the flat vector (Rybkin, Daniilidis and Levine 2021).
 *
 * <p>With E = Σ (x − x′)² over the D features of a sample, −log p(x|z) = ½ (D log 2π + D s + E
 * e^−s), and its derivative with respect to s is ½ (D − E e^−s).
 *
 * @param slot of s in a flat vector
 * @param features D
 */
public record SharedVariance(Slot slot, int features) {
  /** The clamp on s: deviations beyond e^±10 are below float32's digits, or no scaled data. */
  public static final double LOG_VARIANCE_BOUND = 20;

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** That of a model whose likelihood has one. */
  public static Optional<SharedVariance> of(Networks networks) {
    return networks
        .logVariance()
        .map(slot -> new SharedVariance(slot, networks.decoder().outputs()));
  }

  /** s. */
  public double logVariance(Tensor parameters) {
    return Math.clamp(parameters.get(slot.offset()), -LOG_VARIANCE_BOUND, LOG_VARIANCE_BOUND);
  }

  /**
   * −log p(x|z) of samples together.
   *
   * @param rows how many samples
   * @param squares Σ (x − x′)² over features and samples
   */
  public double loss(Tensor parameters, int rows, double squares) {
    double s = logVariance(parameters);
    return ((double) rows * features * (LOG_TWO_PI + s) + squares * Math.exp(-s)) / 2;
  }

  /** The factor that makes the gradient of the squared error that of {@link #loss}: ½ e^−s. */
  public double weight(Tensor parameters) {
    return Math.exp(-logVariance(parameters)) / 2;
  }

  /** The derivative of {@link #loss} with respect to s; 0 where s is clamped. */
  public double gradient(Tensor parameters, int rows, double squares) {
    double raw = parameters.get(slot.offset());
    double s = logVariance(parameters);
    return raw == s ? ((double) rows * features - squares * Math.exp(-s)) / 2 : 0;
  }

  /**
   * s after a step of the natural gradient (Amari 1998), whose metric for s is D / 2: it moves σ²
   * by a share of the way to the batch's mean squared error, which is where the loss is least.
   *
   * @param gradient of the batch's mean loss with respect to s
   * @param share of the way, in (0, 1)
   */
  public double stepped(double logVariance, double gradient, double share) {
    return Math.clamp(
        logVariance + Math.log1p(-2 * share * gradient / features),
        -LOG_VARIANCE_BOUND,
        LOG_VARIANCE_BOUND);
  }
}
