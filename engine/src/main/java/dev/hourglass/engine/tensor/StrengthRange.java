package dev.hourglass.engine.tensor;

/**
 * Standard deviations of noise, one for each row, drawn evenly from a range.
 *
 * @param least the smallest; 0 or more
 * @param most the largest; above the smallest
 */
public record StrengthRange(double least, double most) {
  /** Refuses a range that does not go upwards from 0 or more. */
  public StrengthRange {
    if (!(least >= 0 && most > least && most < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "sigma must range upwards from 0 or more, but was %s..%s".formatted(least, most));
    }
  }

  /**
   * A row's.
   *
   * @param key of the noise itself
   * @param row its number in whatever it is a part of
   */
  public double ofRow(long key, int row) {
    return least + (most - least) * Noise.uniform(Noise.key(key, NoisePurpose.STRENGTH, 0, 0), row);
  }
}
