package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an {@link Evaluation} should look at; start at {@link #defaults}.
 *
 * @param corruption done to the samples before they are encoded; errors are against the clean ones
 * @param seed of the corruption and of draws
 * @param probeTraining labelled samples to train the probes on; without them there are no
 *     accuracies
 * @param importanceSamples draws per sample for log p(x), which is estimated once with each; none
 *     where there is no such figure
 * @param draws per sample that −ELBO is the mean of
 * @param jacobianLimit the Jacobian is looked at in at most this many samples, spread evenly
 */
public record EvaluationOptions(
    Corruption corruption,
    long seed,
    Optional<Dataset> probeTraining,
    List<Integer> importanceSamples,
    int draws,
    int jacobianLimit) {
  /** Enough for three digits of a mean norm, and seconds at the most. */
  public static final int DEFAULT_JACOBIAN_LIMIT = 10_000;

  /** So many that a mean over a hundred samples is known to a fraction of a per cent. */
  public static final int DEFAULT_DRAWS = 32;

  public EvaluationOptions {
    Objects.requireNonNull(corruption, "corruption");
    importanceSamples = List.copyOf(importanceSamples);
    for (int count : importanceSamples) {
      if (count < 1) {
        throw new IllegalArgumentException(
            "log p(x) takes 1 or more importance samples, but was " + count);
      }
    }
    if (draws < 1) {
      throw new IllegalArgumentException("the bound takes 1 or more draws, but was " + draws);
    }
    if (jacobianLimit < 1) {
      throw new IllegalArgumentException(
          "the Jacobian is looked at in 1 or more samples, but was " + jacobianLimit);
    }
    probeTraining.ifPresent(
        training -> {
          if (training.labels().isEmpty()) {
            throw new IllegalArgumentException(
                "probes are trained on labelled samples, but %s has no labels"
                    .formatted(training.source()));
          }
        });
  }

  /** Clean samples, no probes, no log p(x). */
  public static EvaluationOptions defaults() {
    return new EvaluationOptions(
        new Corruption.None(),
        Training.DEFAULT_SEED,
        Optional.empty(),
        List.of(),
        DEFAULT_DRAWS,
        DEFAULT_JACOBIAN_LIMIT);
  }

  /** These options with another corruption. */
  public EvaluationOptions withCorruption(Corruption value) {
    return new EvaluationOptions(
        value, seed, probeTraining, importanceSamples, draws, jacobianLimit);
  }

  /** These options with another seed. */
  public EvaluationOptions withSeed(long value) {
    return new EvaluationOptions(
        corruption, value, probeTraining, importanceSamples, draws, jacobianLimit);
  }

  /** These options with samples to train the probes on. */
  public EvaluationOptions withProbeTraining(Dataset value) {
    return new EvaluationOptions(
        corruption, seed, Optional.of(value), importanceSamples, draws, jacobianLimit);
  }

  /** These options with log p(x) from that many draws per sample. */
  public EvaluationOptions withImportanceSamples(int value) {
    return withImportanceSamples(List.of(value));
  }

  /** These options with log p(x) once from each of these numbers of draws per sample. */
  public EvaluationOptions withImportanceSamples(List<Integer> values) {
    return new EvaluationOptions(corruption, seed, probeTraining, values, draws, jacobianLimit);
  }

  /** These options with another limit on the samples whose Jacobian is looked at. */
  public EvaluationOptions withJacobianLimit(int value) {
    return new EvaluationOptions(corruption, seed, probeTraining, importanceSamples, draws, value);
  }

  /** These options with −ELBO as the mean of that many draws. */
  public EvaluationOptions withDraws(int value) {
    return new EvaluationOptions(
        corruption, seed, probeTraining, importanceSamples, value, jacobianLimit);
  }
}
