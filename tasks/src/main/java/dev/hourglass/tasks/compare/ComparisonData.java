package dev.hourglass.tasks.compare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Split;

/**
 * The same samples for every model: those it learns from, those that choose its best epoch, and
 * those it is judged by.
 *
 * @param name what the report calls the data
 * @param training samples to learn from
 * @param validation samples to choose the best epoch by; may be none
 * @param test samples to be judged by, never seen while training
 */
public record ComparisonData(String name, Dataset training, Dataset validation, Dataset test) {
  /** The share that validates unless something else is asked. */
  public static final double DEFAULT_VALIDATION = 0.1;

  /** The share that tests where there is no test set. */
  public static final double DEFAULT_TEST = 0.15;

  public ComparisonData {
    for (Dataset part : new Dataset[] {validation, test}) {
      if (part.features() != training.features()) {
        throw new IllegalArgumentException(
            "training samples have %d features (%s), but those of %s have %d (%s)"
                .formatted(
                    training.features(),
                    training.shape(),
                    part.source(),
                    part.features(),
                    part.shape()));
      }
    }
    if (test.size() < 2) {
      throw new IllegalArgumentException(
          "a comparison needs at least 2 test samples, but there was %d; give it more data"
              .formatted(test.size()));
    }
  }

  /** One dataset cut in three. */
  public static ComparisonData split(
      String name, Dataset all, double validationFraction, double testFraction, long seed) {
    Split test = Split.of(all, testFraction, seed);
    return of(
        name,
        all.subset(test.training()),
        all.subset(test.validation()),
        validationFraction,
        seed + 1);
  }

  /** A dataset with a test set of its own. */
  public static ComparisonData of(
      String name, Dataset training, Dataset test, double validationFraction, long seed) {
    Split split = Split.of(training, validationFraction, seed);
    return new ComparisonData(
        name, training.subset(split.training()), training.subset(split.validation()), test);
  }

  /** What a sample looks like. */
  public SampleShape shape() {
    return training.shape();
  }

  /** Whether there are classes to judge codes by. */
  public boolean isLabelled() {
    return training.labels().isPresent() && test.labels().isPresent();
  }
}
