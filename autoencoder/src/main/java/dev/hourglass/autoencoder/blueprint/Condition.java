package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.NearestName;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import java.util.List;

/**
 * What encoder and decoder are told of a sample beside its numbers: which of several classes it is
 * of, as a 1 in the class's place and zeros elsewhere behind what their first dense layer reads.
 * The code then need not say it, and the decoder can be asked for any class: p(x | z, c) with q(z |
 * x, c) (conditional variational autoencoder, Sohn, Lee and Yan 2015, "Learning Structured Output
 * Representation using Deep Conditional Generative Models", equation 4, with a prior that knows
 * nothing of c).
 *
 * @param classes their names, distinct; at least 2
 */
public record Condition(List<String> classes) {

  /** Refuses fewer than two classes, and a name that occurs twice. */
  public Condition {
    classes = List.copyOf(classes);
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "a condition, option 'condition' = label, tells 2 classes or more apart, but the labels"
              + " are "
              + ShortList.of(classes));
    }
    if (classes.stream().distinct().count() != classes.size()) {
      throw new IllegalArgumentException("a condition's classes are distinct, but were " + classes);
    }
  }

  /**
   * The classes of labelled samples.
   *
   * @throws DataException if they have no labels
   */
  public static Condition of(Dataset samples) {
    return new Condition(labels(samples).names());
  }

  /** How many classes there are. */
  public int size() {
    return classes.size();
  }

  /**
   * The number of a class.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public int number(String name) {
    int number = classes.indexOf(name);
    if (number < 0) {
      throw new IllegalArgumentException(
          "the model knows no class '%s': did you mean '%s'? It was trained on %s"
              .formatted(name, NearestName.to(name, classes.stream()), ShortList.of(classes)));
    }
    return number;
  }

  /**
   * The number of each sample's class, by its name.
   *
   * @throws DataException if samples have no labels, or one that is none of these classes
   */
  public int[] numbersOf(Dataset samples) {
    Labels labels = labels(samples);
    int[] known = labels.names().stream().mapToInt(classes::indexOf).toArray();
    int[] numbers = new int[labels.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = known[labels.values()[i]];
      if (numbers[i] < 0) {
        throw new DataException(
            "%s: sample %d is labelled '%s', but the model was trained on the classes %s"
                .formatted(samples.source(), i, labels.name(i), ShortList.of(classes)));
      }
    }
    return numbers;
  }

  private static Labels labels(Dataset samples) {
    return samples
        .labels()
        .orElseThrow(
            () ->
                new DataException(
                    samples.source()
                        + ": has no labels, which a conditional model is told beside each sample;"
                        + " name their column with option 'label-column' or their file with option"
                        + " 'labels'"));
  }
}
