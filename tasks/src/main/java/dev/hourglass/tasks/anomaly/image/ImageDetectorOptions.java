package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.tasks.anomaly.Regime;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.time.Duration;
import java.util.Optional;

/**
 * How a detector of images is fitted.
 *
 * @param threshold from which score on an image is flagged, by normal images kept aside
 * @param seed of weights, order and defects
 * @param epochs passes over the images; as many as see 60 million pixels where empty
 * @param timeLimit how long training may take
 */
public record ImageDetectorOptions(
    ThresholdRule threshold, long seed, Optional<Integer> epochs, Optional<Duration> timeLimit) {
  /** One normal image of a hundred is flagged. */
  public static ImageDetectorOptions defaults() {
    return new ImageDetectorOptions(
        ThresholdRule.defaultFor(Regime.NORMAL),
        Training.DEFAULT_SEED,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with another number of epochs. */
  public ImageDetectorOptions withEpochs(int value) {
    return new ImageDetectorOptions(threshold, seed, Optional.of(value), timeLimit);
  }
}
