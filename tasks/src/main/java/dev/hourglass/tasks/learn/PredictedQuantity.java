package dev.hourglass.tasks.learn;

import dev.hourglass.base.ShortList;
import java.util.List;

/** What a fine-tuned model puts out. */
public sealed interface PredictedQuantity {
  /**
   * A probability for each class.
   *
   * @param names of the classes, in the order of the outputs; at least two
   */
  record Classes(List<String> names) implements PredictedQuantity {
    /** Refuses fewer than two. */
    public Classes {
      names = List.copyOf(names);
      if (names.size() < 2) {
        throw new IllegalArgumentException(
            "a classifier tells two classes or more apart, but there is %s"
                .formatted(names.isEmpty() ? "none" : "only '" + names.getFirst() + "'"));
      }
    }
  }

  /**
   * A number; the network puts it out less a mean and divided by a deviation.
   *
   * @param mean of the labels that were learned
   * @param deviation of those; above 0
   */
  record Number(double mean, double deviation) implements PredictedQuantity {
    /** Refuses a deviation of 0. */
    public Number {
      if (!(deviation > 0 && Double.isFinite(deviation) && Double.isFinite(mean))) {
        throw new IllegalArgumentException(
            "numbers that are learned differ, but their mean was %s and their deviation %s"
                .formatted(mean, deviation));
      }
    }
  }

  /** Numbers that the network puts out. */
  default int outputs() {
    return switch (this) {
      case Classes classes -> classes.names.size();
      case Number _ -> 1;
    };
  }

  /** In words: {@code 3 classes: a, b, c}. */
  default String text() {
    return switch (this) {
      case Classes classes ->
          "%d classes: %s".formatted(classes.names.size(), ShortList.of(classes.names));
      case Number _ -> "a number";
    };
  }
}
