package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.evaluate.Activity;
import dev.hourglass.tasks.evaluate.Movement;
import dev.hourglass.tasks.evaluate.ReconstructionError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything a comparison found out about one model.
 *
 * @param card who it is
 * @param history its training, an entry per epoch; empty for classics
 * @param error on the test samples
 * @param learnt whether that error is clearly below the one of the mean sample; figures of a model
 *     that learnt nothing can look splendid (a code that never changes does not move) and are never
 *     called the best
 * @param noise error under every kind of noise
 * @param activity of the code's units on the test samples
 * @param movement of codes when images are disturbed; images only
 * @param linearProbe accuracy of a linear classifier on the codes; labelled data only
 * @param nearestNeighbours accuracy of the 5 nearest codes' vote; labelled data only
 * @param map the test codes in the plane
 * @param pictures what it makes of samples
 */
public record ModelResult(
    ModelCard card,
    List<EpochRecord> history,
    ReconstructionError error,
    boolean learnt,
    List<NoiseError> noise,
    Activity activity,
    Optional<Movement> movement,
    OptionalDouble linearProbe,
    OptionalDouble nearestNeighbours,
    CodeMap map,
    Pictures pictures) {
  public ModelResult {
    history = List.copyOf(history);
    noise = List.copyOf(noise);
  }

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

  /** The error under one kind of noise. */
  public OptionalDouble errorUnder(Corruption corruption) {
    return noise.stream()
        .filter(n -> n.corruption().equals(corruption))
        .mapToDouble(NoiseError::mse)
        .findFirst();
  }
}
