package dev.hourglass.tasks.learn;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;

/** Labels as what a network's output is compared with. */
public final class LearningTargets {
  private LearningTargets() {}

  /** A one at each sample's class, {@code [size, classes]}. */
  public static Dataset ofClasses(Labels labels) {
    SparseBuilder targets = SparseSamples.builder(Math.max(2, labels.classes()));
    for (int value : labels.values()) {
      targets.add(new int[] {value}, new float[] {1});
    }
    return targets.build();
  }

  /**
   * Labels as numbers.
   *
   * @throws DataException naming the first that is none
   */
  static double[] numbers(Labels labels, String source) {
    double[] ofClass = new double[labels.classes()];
    for (int c = 0; c < ofClass.length; c++) {
      ofClass[c] = number(labels.names().get(c), source);
    }
    double[] numbers = new double[labels.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ofClass[labels.values()[i]];
    }
    return numbers;
  }

  private static double number(String text, String source) {
    try {
      double value = Double.parseDouble(text.strip());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new DataException(
        "%s: label '%s' is no number, but numbers are to be predicted; option 'predict' = classes"
            .formatted(source, text));
  }

  /** Numbers less a mean and divided by a deviation, {@code [size, 1]}. */
  static Dataset ofNumbers(double[] numbers, PredictedQuantity.Number scale) {
    float[][] rows = new float[numbers.length][1];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = (float) ((numbers[i] - scale.mean()) / scale.deviation());
    }
    return Dataset.of(rows);
  }
}
