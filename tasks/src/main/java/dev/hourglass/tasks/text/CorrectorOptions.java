package dev.hourglass.tasks.text;

import dev.hourglass.autoencoder.blueprint.Training;

/**
 * How a corrector is fitted.
 *
 * @param samples misspelt words that are drawn to train the autoencoder on, at least 1,000
 * @param seed of draws and weights
 */
public record CorrectorOptions(int samples, long seed) {
  private static final int FEWEST = 1_000;

  /** Refuses too few samples. */
  public CorrectorOptions {
    if (samples < FEWEST) {
      throw new IllegalArgumentException(
          "option 'samples' = %d: there must be at least %d".formatted(samples, FEWEST));
    }
  }

  /**
   * Ten misspellings a word, but at least 100,000 and at most a million.
   *
   * @param words how many words the list has
   */
  public static CorrectorOptions defaults(int words) {
    return new CorrectorOptions(
        (int) Math.clamp(10L * words, 100_000, 1_000_000), Training.DEFAULT_SEED);
  }

  /** The same with another seed. */
  public CorrectorOptions withSeed(long seed) {
    return new CorrectorOptions(samples, seed);
  }

  /** The same with another number of samples. */
  public CorrectorOptions withSamples(int samples) {
    return new CorrectorOptions(samples, seed);
  }
}
