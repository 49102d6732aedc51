package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.data.prepare.Tails;
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
 * @param tails what becomes of columns of numbers with heavy tails
 * @param reading how the data came of its file, to be kept in the model
 */
public record DetectorOptions(
    Regime regime,
    Optional<String> normal,
    ThresholdRule threshold,
    long seed,
    Tails tails,
    Optional<Provenance.Reading> reading) {

  public DetectorOptions {
    Objects.requireNonNull(regime, "regime");
    Objects.requireNonNull(normal, "normal");
    Objects.requireNonNull(threshold, "threshold");
    Objects.requireNonNull(tails, "tails");
    Objects.requireNonNull(reading, "reading");
  }

  /** A regime's defaults. */
  public static DetectorOptions of(Regime regime) {
    return new DetectorOptions(
        regime,
        Optional.empty(),
        ThresholdRule.defaultFor(regime),
        Training.DEFAULT_SEED,
        Tails.KEEP,
        Optional.empty());
  }

  /** These options with another label of normal rows. */
  public DetectorOptions withNormal(String value) {
    return new DetectorOptions(regime, Optional.of(value), threshold, seed, tails, reading);
  }

  /** These options with another threshold. */
  public DetectorOptions withThreshold(ThresholdRule value) {
    return new DetectorOptions(regime, normal, value, seed, tails, reading);
  }

  /** These options with another seed. */
  public DetectorOptions withSeed(long value) {
    return new DetectorOptions(regime, normal, threshold, value, tails, reading);
  }

  /** These options with this choice for heavy tails. */
  public DetectorOptions withTails(Tails value) {
    return new DetectorOptions(regime, normal, threshold, seed, value, reading);
  }

  /** These options with how the data was read. */
  public DetectorOptions withReading(Provenance.Reading value) {
    return new DetectorOptions(regime, normal, threshold, seed, tails, Optional.of(value));
  }
}
