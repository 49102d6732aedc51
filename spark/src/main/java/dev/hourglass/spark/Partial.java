package dev.hourglass.spark;

import dev.hourglass.engine.optimise.Moments;
import dev.hourglass.engine.tensor.Tensor;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * What partitions came to in a round: where they stand, averaged by rows, and what they saw, added
 * up.
 *
 * @param first of the partitions, by which sums are ordered
 * @param rows that were trained on
 * @param place where they stand; of no numbers where no row was trained on
 * @param loss Σ over rows of the objective
 * @param held what held-out rows say of the parameters before this round's training
 * @param failure why a partition could not go on; empty where all could
 */
record Partial(int first, long rows, Place place, double loss, Held held, String failure)
    implements Serializable {

  /**
   * Parameters and the optimiser's moments, one behind the other.
   *
   * @param numbers parameters, first moments, second moments
   * @param steps that the optimiser has made, at most
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
  record Place(float[] numbers, long steps) implements Serializable {
    static final Place NONE = new Place(new float[0], 0);

    static Place of(Tensor parameters, Moments moments) {
      List<Tensor> parts = List.of(parameters, moments.first(), moments.second());
      float[] numbers = new float[Math.toIntExact(parts.stream().mapToLong(Tensor::size).sum())];
      int at = 0;
      for (Tensor part : parts) {
        for (long i = 0; i < part.size(); i++) {
          numbers[at++] = (float) part.get(i);
        }
      }
      return new Place(numbers, moments.steps());
    }

    Tensor parameters(int size) {
      return part(0, size);
    }

    /** Of as many numbers as the optimiser keeps of that many parameters. */
    Moments moments(int size, Moments like) {
      int first = Math.toIntExact(like.first().size());
      int second = Math.toIntExact(like.second().size());
      return new Moments(part(size, first), part(size + first, second), steps);
    }

    private Tensor part(int from, int size) {
      Tensor part = Tensor.allocate(1, size);
      for (int i = 0; i < size; i++) {
        part.set(i, numbers[from + i]);
      }
      return part;
    }
  }

  /**
   * Rows that were held out.
   *
   * @param error Σ over them of the squared error per feature
   */
  record Held(long rows, double error) implements Serializable {
    static final Held NONE = new Held(0, 0);

    Held plus(Held other) {
      return new Held(rows + other.rows, error + other.error);
    }
  }

  /** Averaged in the order of their partitions, so that the same partitions give the same bits. */
  static Partial sum(List<Partial> partials) {
    List<Partial> ordered =
        partials.stream().sorted(Comparator.comparingInt(Partial::first)).toList();
    int size = ordered.stream().mapToInt(p -> p.place.numbers.length).max().orElse(0);
    double[] sums = new double[size];
    long rows = 0;
    long steps = 0;
    double loss = 0;
    Held held = Held.NONE;
    String failure = "";
    for (Partial partial : ordered) {
      float[] numbers = partial.place.numbers;
      for (int i = 0; i < numbers.length; i++) {
        sums[i] += partial.rows * (double) numbers[i];
      }
      rows += partial.rows;
      steps = Math.max(steps, partial.place.steps);
      loss += partial.loss;
      held = held.plus(partial.held);
      failure = failure.isEmpty() ? partial.failure : failure;
    }
    float[] average = new float[size];
    for (int i = 0; i < size; i++) {
      average[i] = (float) (sums[i] / rows);
    }
    return new Partial(
        ordered.getFirst().first, rows, new Place(average, steps), loss, held, failure);
  }
}
