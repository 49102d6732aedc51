package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.probe.ProbeAccuracy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an autoencoder comes to on a dataset.
 *
 * <p>With a corruption, everything that comes of encoding is measured on the corrupted samples:
 * errors (against the clean ones), activity and accuracies. The Jacobian, the ELBO and log p(x) are
 * always those of the clean samples.
 *
 * @param samples how many were looked at
 * @param mse squared error per feature against the clean samples, mean
 * @param psnr peak signal-to-noise ratio, dB; the peak is 1 for data within [0, 1], else its range
 * @param activity of the code's units
 * @param jacobian how steep the encoder is
 * @param density how probable the model finds samples
 * @param accuracy of probes on the codes; labelled samples only, on request
 */
public record Evaluation(
    int samples,
    double mse,
    double psnr,
    Activity activity,
    Jacobian jacobian,
    Density density,
    ProbeAccuracy accuracy) {

  /**
   * How steep the encoder is.
   *
   * @param norm mean ‖∂z/∂x‖ (Frobenius)
   * @param samples how many samples that mean is over
   */
  public record Jacobian(double norm, int samples) {}

  /**
   * How probable the model finds samples.
   *
   * @param negativeElbo −ELBO, nats per sample, mean; Gaussian bottlenecks with a density only
   * @param logLikelihood importance-weighted estimate of log p(x), nats, mean; on request
   */
  public record Density(OptionalDouble negativeElbo, OptionalDouble logLikelihood) {}

  /**
   * Measures a model.
   *
   * @throws IllegalArgumentException if the samples' features do not fit the model, or log p(x) is
   *     asked of a model that has none
   */
  public static Evaluation of(Autoencoder model, Dataset samples, EvaluationOptions options) {
    requireFit(model, samples);
    Coder coder = Coder.of(model);
    Dataset given =
        CorruptedSamples.of(samples, options.corruption(), options.seed(), model.kernels());
    ReconstructionError error = ReconstructionError.of(coder, given, samples);
    Tensor codes = coder.encode(given);
    Activity activity = Activity.of(codes, Activity.hasTrueZeros(model.blueprint()));
    Dataset few = samples.subset(RowOrder.spread(samples.size(), options.jacobianLimit()));

    return new Evaluation(
        samples.size(),
        error.mse(),
        error.psnr(),
        activity,
        new Jacobian(mean(model.jacobianNorms(few)), few.size()),
        new Density(negativeElbo(model, samples, options), logLikelihood(model, samples, options)),
        accuracy(model, codes, samples.labels(), options));
  }

  private static ProbeAccuracy accuracy(
      Autoencoder model, Tensor codes, Optional<Labels> labels, EvaluationOptions options) {
    if (labels.isEmpty() || options.probeTraining().isEmpty()) {
      return ProbeAccuracy.unknown();
    }
    Dataset training = options.probeTraining().get();
    requireFit(model, training);
    return ProbeAccuracy.of(
        model.encode(training),
        training.labels().orElseThrow(),
        codes,
        labels.get(),
        model.kernels());
  }

  /** The figures under the names that {@code hourglass evaluate --json} prints, in that order. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("samples", samples);
    map.put("mse", mse);
    map.put("psnr", psnr);
    map.put("activeUnitsMin", activity.minimum());
    map.put("activeUnitsMean", activity.mean());
    map.put("activeUnitsMax", activity.maximum());
    map.put("meanActivation", Arrays.stream(activity.meanActivation()).boxed().toList());
    map.put("inactiveFraction", activity.inactiveFraction());
    map.put("jacobianNorm", jacobian.norm());
    map.put("jacobianSamples", jacobian.samples());
    density.negativeElbo().ifPresent(value -> map.put("negativeElbo", value));
    density.logLikelihood().ifPresent(value -> map.put("logLikelihood", value));
    accuracy.linearProbe().ifPresent(value -> map.put("linearProbeAccuracy", value));
    accuracy.nearestNeighbours().ifPresent(value -> map.put("knnAccuracy", value));
    return map;
  }

  private static OptionalDouble negativeElbo(
      Autoencoder model, Dataset samples, EvaluationOptions options) {
    return model.blueprint().isStochastic() && model.blueprint().likelihood().isDensity()
        ? OptionalDouble.of(mean(model.negativeElbo(samples, options.seed())))
        : OptionalDouble.empty();
  }

  private static OptionalDouble logLikelihood(
      Autoencoder model, Dataset samples, EvaluationOptions options) {
    if (options.importanceSamples().isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!model.blueprint().isStochastic()) {
      throw new IllegalArgumentException(
          "log p(x) is defined for models with a Gaussian bottleneck, but this one's code is "
              + "deterministic; train with option 'variant' = variational or stochastic");
    }
    int draws = options.importanceSamples().getAsInt();
    return OptionalDouble.of(mean(model.logLikelihood(samples, draws, options.seed())));
  }

  private static void requireFit(Autoencoder model, Dataset samples) {
    if (samples.features() != model.features()) {
      throw new IllegalArgumentException(
          "the model takes samples of %d features (%s), but those of %s have %d (%s)"
              .formatted(
                  model.features(),
                  model.blueprint().shape(),
                  samples.source(),
                  samples.features(),
                  samples.shape()));
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
