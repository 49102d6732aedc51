package dev.hourglass.tasks.denoise;

import dev.hourglass.autoencoder.blueprint.Training;
import java.time.Duration;
import java.util.Optional;

/**
 * How a denoiser of pictures is fitted.
 *
 * @param noise what the model is to take away; not used with pairs
 * @param seed of weights, order and noise
 * @param epochs passes over the pictures; as many as see 300 million pixels where empty
 * @param timeLimit how long training may take
 */
public record DenoiserOptions(
    NoiseMixture noise, long seed, Optional<Integer> epochs, Optional<Duration> timeLimit) {
  /** Against Gaussian noise of any strength. */
  public static DenoiserOptions defaults() {
    return new DenoiserOptions(
        NoiseMixture.USUAL, Training.DEFAULT_SEED, Optional.empty(), Optional.empty());
  }

  /** The same against other noise. */
  public DenoiserOptions withNoise(NoiseMixture value) {
    return new DenoiserOptions(value, seed, epochs, timeLimit);
  }

  /** The same with another seed. */
  public DenoiserOptions withSeed(long value) {
    return new DenoiserOptions(noise, value, epochs, timeLimit);
  }

  /** The same with another number of epochs. */
  public DenoiserOptions withEpochs(int value) {
    return new DenoiserOptions(noise, seed, Optional.of(value), timeLimit);
  }
}
