package dev.hourglass.autoencoder.train;

import java.util.List;

/**
 * Divergence short of infinity: the objective stays so far above where it began that no later epoch
 * will bring it back. A large rate may throw the first steps high and recover, so it takes several
 * epochs in a row; rows of epochs that are short against the whole training prove nothing.
 */
final class Explosion {
  /** So many times the objective at the start is no learning any more. */
  static final double FACTOR = 100;

  private static final int FEWEST_EPOCHS = 3;
  private static final int SHARE_OF_EPOCHS = 10;

  private final int patience;
  private final int epochs;
  private final int features;
  private double start = Double.NaN;
  private int high;

  /**
   * For a training.
   *
   * @param epochs it lasts
   * @param features of a target: a density's logarithm is about as large, and may begin near 0
   * @param history of the epochs before a resumption
   */
  Explosion(int epochs, int features, List<EpochRecord> history) {
    this.epochs = epochs;
    this.features = features;
    this.patience = Math.max(FEWEST_EPOCHS, epochs / SHARE_OF_EPOCHS);
    if (!history.isEmpty()) {
      startedAt(history.getFirst().loss());
    }
  }

  /** Tells it the objective of a batch under the first parameters; only the first call counts. */
  void startedAt(double loss) {
    if (Double.isNaN(start)) {
      start = Math.max(features, Math.abs(loss));
    }
  }

  /** Whether the training is lost with this epoch. */
  boolean isLost(EpochRecord entry) {
    high = entry.loss() > FACTOR * start ? high + 1 : 0;
    return high >= patience || high > 0 && entry.epoch() == epochs;
  }
}
