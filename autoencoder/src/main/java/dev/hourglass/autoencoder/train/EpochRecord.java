package dev.hourglass.autoencoder.train;

import java.util.OptionalDouble;

/**
 * What one epoch of training came to.
 *
 * @param epoch 1-based
 * @param loss the objective, mean over the epoch's training samples
 * @param reconstructionError the likelihood's part of {@code loss}
 * @param penalty the penalties' part of {@code loss}
 * @param mse squared error per feature of the (possibly corrupted) training inputs' reconstructions
 *     against the clean ones, measured while training
 * @param validationLoss reconstruction error of the validation samples, mean, without corruption or
 *     sampling; empty where there are none
 * @param validationMse squared error per feature of the validation samples; empty likewise
 * @param learningRate at the epoch's last step
 * @param deadUnits code units that were active for no sample of the epoch
 * @param seconds the epoch took
 * @param samplesPerSecond training samples per second
 */
public record EpochRecord(
    int epoch,
    double loss,
    double reconstructionError,
    double penalty,
    double mse,
    OptionalDouble validationLoss,
    OptionalDouble validationMse,
    double learningRate,
    int deadUnits,
    double seconds,
    double samplesPerSecond) {

  /** What early stopping and the choice of the best epoch look at. */
  public double monitored() {
    return validationLoss.orElse(loss);
  }
}
