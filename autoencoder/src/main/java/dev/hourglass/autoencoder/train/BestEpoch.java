package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Training.EarlyStopping;
import java.util.Optional;

/**
 * The best epoch so far by the loss that is monitored, and how long improvement has been wanting.
 *
 * @param epoch 1-based; 0 where there is none yet or the start was better
 * @param loss of that epoch
 * @param reference what early stopping measures improvement from: the loss of the last epoch that
 *     improved enough, so that many small gains that add up to enough count as one
 * @param epochsSince without enough improvement
 */
record BestEpoch(int epoch, double loss, double reference, int epochsSince) {
  /** Before the first epoch. */
  static final BestEpoch NONE =
      new BestEpoch(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);

  /** The start itself, before the first epoch, as a candidate. */
  static BestEpoch start(double loss) {
    return new BestEpoch(0, loss, loss, 0);
  }

  /** That epoch, whatever others came to. */
  static BestEpoch given(EpochRecord entry) {
    return new BestEpoch(entry.epoch(), entry.monitored(), entry.monitored(), 0);
  }

  /** After one more epoch; it is the best where its own number is the result's. */
  BestEpoch next(EpochRecord entry, Optional<EarlyStopping> stopping) {
    double monitored = entry.monitored();
    double least = stopping.map(EarlyStopping::minimumImprovement).orElse(0.0);
    boolean enough =
        monitored
            < (Double.isInfinite(reference) ? reference : reference - least * Math.abs(reference));
    boolean better = monitored < loss;
    return new BestEpoch(
        better ? entry.epoch() : epoch,
        better ? monitored : loss,
        enough ? monitored : reference,
        enough ? 0 : epochsSince + 1);
  }

  /** Whether patience has run out. */
  boolean isOverdue(Optional<EarlyStopping> stopping) {
    return stopping.isPresent() && epochsSince >= stopping.get().patience();
  }
}
