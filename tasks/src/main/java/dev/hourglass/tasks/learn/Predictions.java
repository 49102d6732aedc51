package dev.hourglass.tasks.learn;

import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** What a model says of samples. */
public sealed interface Predictions {
  /** How many samples it is about. */
  int size();

  /**
   * Of classes.
   *
   * @param names of the classes
   * @param probabilities {@code [samples, classes]}, each row summing to 1
   */
  record OfClasses(List<String> names, Tensor probabilities) implements Predictions {
    @Override
    public int size() {
      return probabilities.rows();
    }

    /** The most probable class of a sample, as a number of {@link #names}. */
    public int best(int sample) {
      int best = 0;
      for (int c = 1; c < names.size(); c++) {
        best = probabilities.get(sample, c) > probabilities.get(sample, best) ? c : best;
      }
      return best;
    }

    /** The name of the most probable class of a sample. */
    public String name(int sample) {
      return names.get(best(sample));
    }

    /** How probable the most probable class of a sample is, in [0, 1]. */
    public double probability(int sample) {
      return probabilities.get(sample, best(sample));
    }
  }

  /**
   * Of numbers.
   *
   * @param values a sample's each, in the labels' own units
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
  record OfNumbers(double[] values) implements Predictions {
    @Override
    public int size() {
      return values.length;
    }
  }
}
