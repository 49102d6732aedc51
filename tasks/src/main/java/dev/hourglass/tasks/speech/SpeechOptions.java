package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.blueprint.Training;
import java.util.List;

/**
 * How a denoiser of speech is fitted.
 *
 * @param kinds of noise, at least one; each recording gets one of them
 * @param epochs mixtures of all recordings that are drawn, at least 1
 * @param seed of draws and weights
 * @param live whether it is to clean speech as it comes, and so looks at nothing that comes later
 */
public record SpeechOptions(List<NoiseKind> kinds, int epochs, long seed, boolean live) {
  /** Refuses no noise and no epoch. */
  public SpeechOptions {
    kinds = List.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException(
          "option 'noise' names one kind or more, but none was given");
    }
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "option 'epochs' = %d: there is at least 1".formatted(epochs));
    }
  }

  /** All usual kinds of noise, 20 epochs. */
  public static SpeechOptions defaults() {
    return new SpeechOptions(NoiseKind.usual(), 20, Training.DEFAULT_SEED, false);
  }

  /** The same with other noise. */
  public SpeechOptions withKinds(List<NoiseKind> kinds) {
    return new SpeechOptions(kinds, epochs, seed, live);
  }

  /** The same with another number of epochs. */
  public SpeechOptions withEpochs(int epochs) {
    return new SpeechOptions(kinds, epochs, seed, live);
  }

  /** The same with another seed. */
  public SpeechOptions withSeed(long seed) {
    return new SpeechOptions(kinds, epochs, seed, live);
  }

  /** The same for speech as it comes, or for recordings. */
  public SpeechOptions withLive(boolean live) {
    return new SpeechOptions(kinds, epochs, seed, live);
  }
}
