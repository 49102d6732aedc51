package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Training;
import java.util.Objects;

/**
 * How much a comparison looks at; start at {@link #defaults}.
 *
 * @param seed of noise, pairs, k-means and drawn samples; variants have their own
 * @param classics whether PCA and k-means take part
 * @param shown how much of each model is drawn
 * @param movementSamples most images whose codes are watched move
 * @param probeSamples most training samples that probes learn from
 */
public record ComparisonOptions(
    long seed, boolean classics, Shown shown, int movementSamples, int probeSamples) {
  public ComparisonOptions {
    Objects.requireNonNull(shown, "shown");
    check("movement samples", movementSamples, 2, 1_000_000);
    check("probe samples", probeSamples, 10, 100_000_000);
  }

  /**
   * How much of each model is drawn.
   *
   * @param examples samples shown with their reconstructions
   * @param mapPoints most points on a code map
   * @param units most units whose pictures are shown
   * @param generated samples drawn from each model that can generate
   */
  public record Shown(int examples, int mapPoints, int units, int generated) {
    public Shown {
      check("examples", examples, 1, 32);
      check("map points", mapPoints, 10, 20_000);
      check("unit pictures", units, 1, 256);
      check("generated samples", generated, 1, 400);
    }
  }

  /** What the report is laid out for. */
  public static ComparisonOptions defaults() {
    return new ComparisonOptions(
        Training.DEFAULT_SEED, true, new Shown(10, 2_000, 32, 40), 2_000, 60_000);
  }

  /** These options with another seed. */
  public ComparisonOptions withSeed(long value) {
    return new ComparisonOptions(value, classics, shown, movementSamples, probeSamples);
  }

  /** These options with or without PCA and k-means. */
  public ComparisonOptions withClassics(boolean value) {
    return new ComparisonOptions(seed, value, shown, movementSamples, probeSamples);
  }

  /** These options with another limit on the samples that probes learn from. */
  public ComparisonOptions withProbeSamples(int value) {
    return new ComparisonOptions(seed, classics, shown, movementSamples, value);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "a comparison shows %d to %d %s, but was asked for %d"
              .formatted(least, most, what, value));
    }
  }
}
