package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.infer.Autoencoder;

/**
 * What a use makes of a model while it is trained, where the objective on held-out samples is not
 * what it cares about: a ranking, a detection rate. It takes the place of the validation loss, for
 * early stopping and for the choice of the best epoch.
 */
@FunctionalInterface
public interface Judge {
  /**
   * Judges the model as it is after an epoch, while training waits.
   *
   * @return lower is better; finite
   */
  double loss(Autoencoder model);
}
