package dev.hourglass.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * What partitions came to in a round, added up: parameters times rows, errors.
 *
 * @param first of the partitions, by which sums are ordered
 * @param rows that were trained on
 * @param parameters Σ over partitions of rows times parameters
 * @param loss Σ over rows of the objective
 * @param held rows that were held out
 * @param heldError Σ over those of the squared error per feature, before this round's training
 * @param failure why a partition could not go on; empty where all could
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
record Partial(
    int first,
    long rows,
    double[] parameters,
    double loss,
    long held,
    double heldError,
    String failure)
    implements Serializable {
  /** Added in the order of their partitions, so that the same partitions give the same bits. */
  static Partial sum(List<Partial> partials) {
    List<Partial> ordered =
        partials.stream().sorted(Comparator.comparingInt(Partial::first)).toList();
    double[] parameters = new double[ordered.getFirst().parameters.length];
    long rows = 0;
    double loss = 0;
    long held = 0;
    double heldError = 0;
    String failure = "";
    for (Partial partial : ordered) {
      for (int i = 0; i < partial.parameters.length; i++) {
        parameters[i] += partial.parameters[i];
      }
      rows += partial.rows;
      loss += partial.loss;
      held += partial.held;
      heldError += partial.heldError;
      failure = failure.isEmpty() ? partial.failure : failure;
    }
    return new Partial(ordered.getFirst().first, rows, parameters, loss, held, heldError, failure);
  }
}
