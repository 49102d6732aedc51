package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.evaluate.Activity;
import dev.hourglass.tasks.evaluate.Fidelity;
import dev.hourglass.tasks.evaluate.Movement;
import dev.hourglass.tasks.evaluate.RandomCode;
import dev.hourglass.tasks.evaluate.ReconstructionError;
import dev.hourglass.tasks.probe.ProbeAccuracy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything a comparison found out about one model.
 *
 * @param card who it is
 * @param history its training, an entry per epoch; empty for classics
 * @param reconstruction how well it rebuilds the test samples
 * @param code what its codes are like
 * @param pictures what it makes of samples
 */
public record ModelResult(
    ModelCard card,
    List<EpochRecord> history,
    Reconstruction reconstruction,
    Code code,
    Pictures pictures) {
  public ModelResult {
    history = List.copyOf(history);
  }

  /**
   * How well a model rebuilds the test samples.
   *
   * @param error of the clean ones
   * @param fidelity the same in decibels for images, as a share of the variance for all else
   * @param learnt whether that error is clearly below the one of the mean sample; figures of a
   *     model that learnt nothing can look splendid (a code that never changes does not move) and
   *     are never called the best
   * @param noise error under every kind of noise
   */
  public record Reconstruction(
      ReconstructionError error, Fidelity fidelity, boolean learnt, List<NoiseError> noise) {
    public Reconstruction {
      noise = List.copyOf(noise);
    }
  }

  /**
   * What the test samples' codes are like.
   *
   * @param activity of the code's units
   * @param random what the units tell of a sample, where codes are random
   * @param movement of codes when images are disturbed; images only
   * @param accuracy of probes on the codes; labelled data only
   * @param map the codes in the plane
   */
  public record Code(
      Activity activity,
      Optional<RandomCode> random,
      Optional<Movement> movement,
      ProbeAccuracy accuracy,
      CodeMap map) {}

  /**
   * What a model makes of samples.
   *
   * @param reconstructions of the examples, {@code [examples, features]}
   * @param units what the code's units look for and draw
   * @param interpolations {@code [walks · steps, features]}; no rows for k-means
   * @param generated drawn from the model's prior; no rows where it has none
   */
  public record Pictures(
      Tensor reconstructions, UnitPictures units, Tensor interpolations, Tensor generated) {}

  /** Its name. */
  public String name() {
    return card.name();
  }

  /** Whether it learnt anything; see {@link Reconstruction}. */
  public boolean learnt() {
    return reconstruction.learnt();
  }

  /** The error under one kind of noise. */
  public OptionalDouble errorUnder(Corruption corruption) {
    return reconstruction.noise().stream()
        .filter(n -> n.corruption().equals(corruption))
        .mapToDouble(NoiseError::mse)
        .findFirst();
  }
}
