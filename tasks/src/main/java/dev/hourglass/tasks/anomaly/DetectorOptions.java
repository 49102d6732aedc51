package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.Provenance;
import java.util.Objects;
import java.util.Optional;

/**
 * How a detector is fitted.
 *
 * @param regime what the rows are
 * @param normal the label of normal rows, where labels are there and only those are fitted; 0 or
 *     {@code normal} where empty
 * @param threshold how the threshold is chosen
 * @param seed of the denoiser's training and of every draw
 * @param reading how the data came of its file, to be kept in the model
 */
public record DetectorOptions(
    Regime regime,
    Optional<String> normal,
    ThresholdRule threshold,
    long seed,
    Optional<Provenance.Reading> reading) {

  public DetectorOptions {
    Objects.requireNonNull(regime, "regime");
    Objects.requireNonNull(normal, "normal");
    Objects.requireNonNull(threshold, "threshold");
    Objects.requireNonNull(reading, "reading");
  }

  /** A regime's defaults. */
  public static DetectorOptions of(Regime regime) {
    return new DetectorOptions(
        regime,
        Optional.empty(),
        ThresholdRule.defaultFor(regime),
        Training.DEFAULT_SEED,
        Optional.empty());
  }

  /** These options with another label of normal rows. */
  public DetectorOptions withNormal(String value) {
    return new DetectorOptions(regime, Optional.of(value), threshold, seed, reading);
  }

  /** These options with another threshold. */
  public DetectorOptions withThreshold(ThresholdRule value) {
    return new DetectorOptions(regime, normal, value, seed, reading);
  }

  /** These options with another seed. */
  public DetectorOptions withSeed(long value) {
    return new DetectorOptions(regime, normal, threshold, value, reading);
  }

  /** These options with how the data was read. */
  public DetectorOptions withReading(Provenance.Reading value) {
    return new DetectorOptions(regime, normal, threshold, seed, Optional.of(value));
  }
}
