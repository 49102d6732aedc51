package dev.hourglass.autoencoder.train;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one epoch of training came to.
 *
 * @param epoch 1-based
 * @param training of the training samples, measured while training
 * @param validation of the validation samples after the epoch; empty where there are none
 * @param learningRate at the epoch's last step
 * @param deadUnits code units that were active for no sample of the epoch, channels of a code that
 *     keeps height and width; of a random code, those that collapsed: their mean hardly varied over
 *     the samples
 * @param seconds the epoch took
 * @param samplesPerSecond training samples per second
 */
public record EpochRecord(
    int epoch,
    Measures training,
    Optional<Validation> validation,
    double learningRate,
    int deadUnits,
    double seconds,
    double samplesPerSecond) {

  /**
   * The objective and its parts, means over the epoch's training samples as training met them:
   * corrupted, under dropout, with codes drawn, by the parameters of the moment.
   *
   * @param reconstructionError the likelihood's part
   * @param penalty the penalties' part; weight decay's by the parameters at the epoch's end
   * @param mse squared error per feature of the (possibly corrupted) inputs' reconstructions
   *     against the clean ones
   */
  public record Measures(double reconstructionError, double penalty, double mse) {
    /** The objective. */
    public double loss() {
      return reconstructionError + penalty;
    }
  }

  /**
   * The validation samples, with the parameters as they are, corrupted as in training, without
   * dropout.
   *
   * @param loss mean over the samples; of codes drawn where they are random, by the same draws in
   *     every epoch; or what a {@link Judge} says in its place
   * @param mse squared error per feature; of mean codes where they are random; NaN of a judge
   */
  public record Validation(double loss, double mse) {}

  /** The objective, mean over the epoch's training samples. */
  public double loss() {
    return training.loss();
  }

  /** The likelihood's part of {@link #loss}. */
  public double reconstructionError() {
    return training.reconstructionError();
  }

  /** The penalties' part of {@link #loss}. */
  public double penalty() {
    return training.penalty();
  }

  /** Squared error per feature of the training samples. */
  public double mse() {
    return training.mse();
  }

  /** The validation samples' loss, where there are some. */
  public OptionalDouble validationLoss() {
    return validation.map(v -> OptionalDouble.of(v.loss)).orElse(OptionalDouble.empty());
  }

  /** The validation samples' squared error per feature, where there are some. */
  public OptionalDouble validationMse() {
    return validation.map(v -> OptionalDouble.of(v.mse)).orElse(OptionalDouble.empty());
  }

  /** What early stopping and the choice of the best epoch look at. */
  public double monitored() {
    return validation.map(Validation::loss).orElse(loss());
  }
}
