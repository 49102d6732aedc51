package dev.hourglass.autoencoder.train;

/** Which epoch's parameters a training keeps. */
sealed interface EpochChoice {
  /**
   * Those of the epoch with the least monitored loss. Where training starts at PCA's solution and
   * validation samples are watched, the start is a candidate too.
   *
   * @param leastGain the share of the start's loss that an epoch must be better by; in [0, 1)
   */
  record Least(double leastGain) implements EpochChoice {}

  /**
   * Those of an epoch known beforehand, after which training ends; the start's where the epoch
   * rebuilds the training samples no better than that.
   *
   * @param epoch 1-based, 0 for the start
   */
  record Given(int epoch) implements EpochChoice {}

  /** The least loss, by however little. */
  static EpochChoice least() {
    return new Least(0);
  }

  /** The last epoch that is done: at least one, so that there is something to tell of. */
  default int lastEpoch(int epochs) {
    return switch (this) {
      case Least _ -> epochs;
      case Given given -> Math.max(1, given.epoch);
    };
  }
}
