package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.EvidenceBound;
import dev.hourglass.data.dataset.Dataset;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How probable a model finds samples, in nats a sample; in the data's own units where the
 * preparation is known, so that models of differently scaled data compare.
 *
 * @param negativeElbo −ELBO, mean; Gaussian bottlenecks with a density only
 * @param standardError of that mean, from the spread of its draws
 * @param logLikelihoods importance-weighted estimates of log p(x), means, by the draws that each
 *     comes from; on request
 */
public record Density(
    OptionalDouble negativeElbo,
    OptionalDouble standardError,
    NavigableMap<Integer, Double> logLikelihoods) {
  /** The estimate of log p(x) from the most draws, which is the tightest. */
  public OptionalDouble logLikelihood() {
    return logLikelihoods.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(logLikelihoods.lastEntry().getValue());
  }

  /**
   * Measures a model.
   *
   * @param logDeterminant of the preparation: what a density of prepared numbers gains in the units
   *     of the file
   * @throws IllegalArgumentException if log p(x) is asked of a model that has none
   */
  static Density of(
      Autoencoder model, Dataset samples, EvaluationOptions options, double logDeterminant) {
    double gain = model.blueprint().likelihood().isOverNumbers() ? logDeterminant : 0;
    OptionalDouble bound = OptionalDouble.empty();
    OptionalDouble error = OptionalDouble.empty();
    if (model.blueprint().isStochastic() && model.blueprint().likelihood().isDensity()) {
      EvidenceBound found = model.evidenceBound(samples, options.draws(), options.seed());
      bound = OptionalDouble.of(found.mean() - gain);
      error = found.standardError();
    }
    return new Density(bound, error, logLikelihoods(model, samples, options, gain));
  }

  private static NavigableMap<Integer, Double> logLikelihoods(
      Autoencoder model, Dataset samples, EvaluationOptions options, double gain) {
    NavigableMap<Integer, Double> estimates = new TreeMap<>();
    if (!options.importanceSamples().isEmpty() && !model.blueprint().isStochastic()) {
      throw new IllegalArgumentException(
          "log p(x) is defined for models with a Gaussian bottleneck, but this one's code is "
              + "deterministic; train with option 'variant' = variational or stochastic");
    }
    for (int draws : options.importanceSamples()) {
      double[] each = model.logLikelihood(samples, draws, options.seed());
      estimates.put(draws, Arrays.stream(each).average().orElse(Double.NaN) + gain);
    }
    return estimates;
  }
}
