package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.probe.LinearProbe;
import dev.hourglass.tasks.probe.NearestNeighbours;
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
 * @param activeUnitsMin the fewest units active in a sample; {@link Activity} says what active is
 * @param activeUnitsMean active units, mean over samples
 * @param activeUnitsMax the most units active in a sample
 * @param meanActivation of every unit
 * @param inactiveFraction the share of activations below 1e-3 in magnitude
 * @param jacobianNorm mean ‖∂z/∂x‖ (Frobenius)
 * @param jacobianSamples how many samples that mean is over
 * @param negativeElbo −ELBO, nats per sample, mean; Gaussian bottlenecks with a density only
 * @param logLikelihood importance-weighted estimate of log p(x), nats, mean; on request
 * @param linearProbeAccuracy of a logistic regression on the codes, in [0, 1]
 * @param knnAccuracy of the 5 nearest codes' vote, in [0, 1]
 */
public record Evaluation(
    int samples,
    double mse,
    double psnr,
    int activeUnitsMin,
    double activeUnitsMean,
    int activeUnitsMax,
    double[] meanActivation,
    double inactiveFraction,
    double jacobianNorm,
    int jacobianSamples,
    OptionalDouble negativeElbo,
    OptionalDouble logLikelihood,
    OptionalDouble linearProbeAccuracy,
    OptionalDouble knnAccuracy) {

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

    OptionalDouble linear = OptionalDouble.empty();
    OptionalDouble nearest = OptionalDouble.empty();
    Optional<Labels> labels = samples.labels();
    if (labels.isPresent() && options.probeTraining().isPresent()) {
      Dataset training = options.probeTraining().get();
      requireFit(model, training);
      Tensor trainingCodes = coder.encode(training);
      Labels trainingLabels = training.labels().orElseThrow();
      linear =
          OptionalDouble.of(
              LinearProbe.fit(trainingCodes, trainingLabels, model.kernels())
                  .accuracy(codes, labels.get()));
      nearest =
          OptionalDouble.of(
              NearestNeighbours.of(trainingCodes, trainingLabels, model.kernels())
                  .accuracy(codes, labels.get(), NearestNeighbours.DEFAULT_NEIGHBOURS));
    }
    return new Evaluation(
        samples.size(),
        error.mse(),
        error.psnr(),
        activity.minimum(),
        activity.mean(),
        activity.maximum(),
        activity.meanActivation(),
        activity.inactiveFraction(),
        mean(model.jacobianNorms(few)),
        few.size(),
        model.blueprint().isStochastic() && model.blueprint().likelihood().isDensity()
            ? OptionalDouble.of(mean(model.negativeElbo(samples, options.seed())))
            : OptionalDouble.empty(),
        logLikelihood(model, samples, options),
        linear,
        nearest);
  }

  /** The figures under the names that {@code hourglass evaluate --json} prints, in that order. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("samples", samples);
    map.put("mse", mse);
    map.put("psnr", psnr);
    map.put("activeUnitsMin", activeUnitsMin);
    map.put("activeUnitsMean", activeUnitsMean);
    map.put("activeUnitsMax", activeUnitsMax);
    map.put("meanActivation", Arrays.stream(meanActivation).boxed().toList());
    map.put("inactiveFraction", inactiveFraction);
    map.put("jacobianNorm", jacobianNorm);
    map.put("jacobianSamples", jacobianSamples);
    negativeElbo.ifPresent(value -> map.put("negativeElbo", value));
    logLikelihood.ifPresent(value -> map.put("logLikelihood", value));
    linearProbeAccuracy.ifPresent(value -> map.put("linearProbeAccuracy", value));
    knnAccuracy.ifPresent(value -> map.put("knnAccuracy", value));
    return map;
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
