package dev.hourglass.data.dataset;

import java.util.Arrays;

/**
 * Which rows train and which validate; a function of size, fraction and seed alone.
 *
 * @param training row numbers, ascending; not to be written to
 * @param validation row numbers, ascending, empty when the fraction was 0; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // large, read in loops, and compared by content below
public record Split(int[] training, int[] validation) {

  /**
   * Draws a split.
   *
   * @param size how many rows there are, at least 1
   * @param validationFraction the share that validates, {@code 0 ≤ f < 1}; above 0, at least one
   *     row falls on each side
   * @param seed the same seed draws the same rows
   * @throws IllegalArgumentException if a value lies outside its range, or a fraction above 0 is
   *     asked of a single row
   */
  public static Split of(int size, double validationFraction, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("a split needs at least 1 row, but there were " + size);
    }
    if (!(validationFraction >= 0 && validationFraction < 1)) {
      throw new IllegalArgumentException(
          "the validation fraction must be at least 0 and below 1, but was "
              + validationFraction
              + "; 0.1 keeps a tenth of the rows for validation");
    }
    if (validationFraction > 0 && size < 2) {
      throw new IllegalArgumentException(
          "1 row cannot be split into training and validation; use a validation fraction of 0");
    }
    int[] order = Batches.shuffled(size, seed, -1);
    int held = (int) Math.round(size * validationFraction);
    if (validationFraction > 0) {
      held = Math.clamp(held, 1, size - 1);
    }
    int[] validation = Arrays.copyOf(order, held);
    int[] training = Arrays.copyOfRange(order, held, size);
    Arrays.sort(validation);
    Arrays.sort(training);
    return new Split(training, validation);
  }

  /**
   * Draws a split of samples that keeps each {@link Dataset#groupSize group} on one side.
   *
   * @throws IllegalArgumentException if the fraction lies outside its range, or one above 0 is
   *     asked of a single group
   */
  public static Split of(Dataset samples, double validationFraction, long seed) {
    int group = samples.groupSize();
    if (group > 1 && validationFraction > 0 && samples.size() == group) {
      throw new IllegalArgumentException(
          "the pieces of one picture cannot be split into training and validation; use a validation"
              + " fraction of 0, or more pictures");
    }
    Split groups = of(samples.size() / group, validationFraction, seed);
    return group == 1
        ? groups
        : new Split(members(groups.training, group), members(groups.validation, group));
  }

  private static int[] members(int[] groups, int size) {
    int[] rows = new int[groups.length * size];
    Arrays.setAll(rows, i -> groups[i / size] * size + i % size);
    return rows;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Split(int[] otherTraining, int[] otherValidation)
        && Arrays.equals(training, otherTraining)
        && Arrays.equals(validation, otherValidation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(training) + Arrays.hashCode(validation);
  }

  @Override
  public String toString() {
    return training.length + " training and " + validation.length + " validation rows";
  }
}
