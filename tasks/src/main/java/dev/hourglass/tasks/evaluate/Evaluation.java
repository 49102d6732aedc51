package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.probe.ProbeAccuracy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
 * @param fidelity the same in decibels for images, as a share of the variance for all else
 * @param code what its units do
 * @param jacobian how steep the encoder is
 * @param density how probable the model finds samples
 * @param accuracy of probes on the codes; labelled samples only, on request
 */
public record Evaluation(
    int samples,
    double mse,
    Fidelity fidelity,
    Code code,
    Jacobian jacobian,
    Density density,
    ProbeAccuracy accuracy) {
  /** A list of more numbers than this is not for reading: codes that keep height and width. */
  private static final int MOST_UNITS = 4_096;

  /** R² of a model that learnt nothing. */
  private static final double NOTHING_EXPLAINED = 0.02;

  /**
   * How steep the encoder is.
   *
   * @param norm mean ‖∂z/∂x‖ (Frobenius)
   * @param samples how many samples that mean is over
   */
  public record Jacobian(double norm, int samples) {}

  /**
   * What the code's units do.
   *
   * @param activity how busy they are
   * @param random what they tell of a sample, where the code is random
   */
  public record Code(Activity activity, Optional<RandomCode> random) {}

  /**
   * Measures a model.
   *
   * @throws IllegalArgumentException if the samples' features do not fit the model, or log p(x) is
   *     asked of a model that has none
   */
  public static Evaluation of(Autoencoder model, Dataset samples, EvaluationOptions options) {
    return of(model, samples, options, Optional.empty(), OptionalDouble.empty());
  }

  /**
   * Measures a model of a file: densities are in the units of the data before they were prepared,
   * decibels against the range of the training samples.
   *
   * @throws IllegalArgumentException if the samples' features do not fit the model, or log p(x) is
   *     asked of a model that has none
   */
  public static Evaluation of(ModelFile.Model model, Dataset samples, EvaluationOptions options) {
    Optional<TrainingRange> range = model.section(TrainingRange.SECTION);
    return of(
        model.autoencoder(),
        samples,
        options,
        Optional.of(model.preparation()),
        range.isPresent() ? OptionalDouble.of(range.get().peak()) : OptionalDouble.empty());
  }

  private static Evaluation of(
      Autoencoder model,
      Dataset samples,
      EvaluationOptions options,
      Optional<Preparation> preparation,
      OptionalDouble peak) {
    requireFit(model, samples);
    Coder coder = Coder.of(model);
    Dataset given =
        CorruptedSamples.of(samples, options.corruption(), options.seed(), model.kernels());
    ReconstructionError error = ReconstructionError.of(coder, given, samples);
    Tensor codes = coder.encode(given);
    Activity activity = Activity.of(codes, Activity.Rule.of(model.blueprint()));
    Dataset few = samples.subset(RowOrder.spread(samples.size(), options.jacobianLimit()));

    return new Evaluation(
        samples.size(),
        error.mse(),
        Fidelity.of(error, samples.shape(), preparation, peak),
        new Code(activity, RandomCode.of(model, given)),
        new Jacobian(mean(model.jacobianNorms(few)), few.size()),
        Density.of(
            model, samples, options, preparation.map(Preparation::logDeterminant).orElse(0.0)),
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

  /**
   * What is plainly wrong with the model, in words, each with what to try; empty where nothing is.
   */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    code.random().filter(RandomCode::isCollapsed).map(Judgement::collapsed).ifPresent(remarks::add);
    if (fidelity instanceof Fidelity.Explained(OptionalDouble share, List<Fidelity.Column> _)
        && share.isPresent()
        && share.getAsDouble() <= NOTHING_EXPLAINED) {
      remarks.add(
          "the model rebuilds these samples no better than their own mean would: R² is %s; look"
                  .formatted(String.format(Locale.ROOT, "%.3g", share.getAsDouble()))
              + " whether they are what it was trained on");
    }
    return remarks;
  }

  /** The figures under the names that {@code hourglass evaluate --json} prints, in that order. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("samples", samples);
    map.put("mse", mse);
    switch (fidelity) {
      case Fidelity.Decibels d -> {
        map.put("psnr", d.psnr());
        map.put("psnrPeak", d.peak());
      }
      case Fidelity.Explained e -> {
        e.inAll().ifPresent(value -> map.put("r2", value));
        Map<String, Object> columns = new LinkedHashMap<>();
        e.columns().forEach(c -> c.explained().ifPresent(value -> columns.put(c.name(), value)));
        map.put("r2PerColumn", columns);
      }
    }
    Activity activity = code.activity();
    map.put("activeUnitsMin", activity.minimum());
    map.put("activeUnitsMean", activity.mean());
    map.put("activeUnitsMax", activity.maximum());
    if (activity.meanActivation().length <= MOST_UNITS) {
      map.put("meanActivation", Arrays.stream(activity.meanActivation()).boxed().toList());
    }
    map.put("inactiveFraction", activity.inactiveFraction());
    code.random()
        .ifPresent(
            random -> {
              map.put("klPerUnit", Arrays.stream(random.divergence()).boxed().toList());
              map.put("kl", random.totalDivergence());
              map.put("collapsed", random.isCollapsed());
            });
    map.put("jacobianNorm", jacobian.norm());
    map.put("jacobianSamples", jacobian.samples());
    density.negativeElbo().ifPresent(value -> map.put("negativeElbo", value));
    density.standardError().ifPresent(value -> map.put("negativeElboStandardError", value));
    density.logLikelihood().ifPresent(value -> map.put("logLikelihood", value));
    if (density.logLikelihoods().size() > 1) {
      Map<String, Object> byDraws = new LinkedHashMap<>();
      density.logLikelihoods().forEach((draws, value) -> byDraws.put(draws.toString(), value));
      map.put("logLikelihoods", byDraws);
    }
    accuracy.linearProbe().ifPresent(value -> map.put("linearProbeAccuracy", value));
    accuracy.nearestNeighbours().ifPresent(value -> map.put("knnAccuracy", value));
    return map;
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
