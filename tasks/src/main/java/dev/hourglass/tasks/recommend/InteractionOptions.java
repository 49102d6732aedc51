package dev.hourglass.tasks.recommend;

import java.util.Optional;

/**
 * Which ratings count.
 *
 * @param minRating the least rating that does; all of them where there is none
 * @param minCount the fewest items a user, and users an item, must have, at least 1; those with
 *     fewer are left out until all that are left have enough
 */
public record InteractionOptions(Optional<Double> minRating, int minCount) {
  /** Fewer than this say too little. */
  public static final int DEFAULT_MIN_COUNT = 5;

  public InteractionOptions {
    minRating.ifPresent(
        least -> {
          if (!Double.isFinite(least)) {
            throw new IllegalArgumentException(
                "option 'min-rating' must be a number, but was " + least);
          }
        });
    if (minCount < 1) {
      throw new IllegalArgumentException(
          "option 'min-count' must be at least 1, but was " + minCount);
    }
  }

  /** All ratings of users and items with at least five. */
  public static InteractionOptions defaults() {
    return new InteractionOptions(Optional.empty(), DEFAULT_MIN_COUNT);
  }
}
