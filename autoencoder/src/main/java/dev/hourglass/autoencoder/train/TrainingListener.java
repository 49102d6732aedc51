package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.engine.optimise.Moments;

/** Watches a training: progress bars, logs, the studio. Called on the training's own thread. */
public interface TrainingListener {
  /** Does nothing. */
  TrainingListener SILENT = new TrainingListener() {};

  /** Training is about to start; {@code stepsPerEpoch} batches make an epoch. */
  default void started(Blueprint blueprint, Training training, int samples, int stepsPerEpoch) {}

  /**
   * A step was done.
   *
   * @param epoch 1-based
   * @param step 1-based within the epoch
   * @param loss the step's objective, the batch mean
   */
  default void stepped(int epoch, int step, double loss) {}

  /** An epoch was done. */
  default void epochEnded(EpochRecord epoch) {}

  /** A first training begins, which holds samples aside to find how many epochs serve them. */
  default void trialStarted(int heldAside) {}

  /** It is over; now all samples are trained on for as many epochs as served those best. */
  default void trialEnded(int bestEpoch) {}

  /**
   * Training is over, in whatever way.
   *
   * @param moments of the optimiser after the last step, in the training's own memory, which goes
   *     after this call: copy what is to be kept
   */
  default void ended(Moments moments) {}

  /** Asked after every step; when true training stops and keeps the best parameters so far. */
  default boolean shouldStop() {
    return false;
  }
}
