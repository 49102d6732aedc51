package dev.hourglass.tasks.probe;

import dev.hourglass.data.dataset.Labels;
import java.util.List;

/**
 * The classes a classifier was fitted on. Other labels are compared by name, because a test file
 * may lack a class and number the rest differently.
 */
record ClassAccuracy(List<String> names) {
  ClassAccuracy {
    names = List.copyOf(names);
  }

  /** The share of {@code predicted} (numbers of these names) that are the labels' classes. */
  double of(int[] predicted, Labels labels) {
    if (predicted.length != labels.size()) {
      throw new IllegalArgumentException(
          "%d codes cannot be judged by %d labels".formatted(predicted.length, labels.size()));
    }
    int[] own = labels.names().stream().mapToInt(names::indexOf).toArray();
    int right = 0;
    for (int i = 0; i < predicted.length; i++) {
      right += predicted[i] == own[labels.values()[i]] ? 1 : 0;
    }
    return (double) right / predicted.length;
  }
}
