package dev.hourglass.tasks.anomaly.measure;

import dev.hourglass.engine.kernel.Kernels;

/** What tells how odd a row is, by one look at it. Immutable, and safe to use from many threads. */
public sealed interface Scorer permits IsolationForest, JointDistance, NeighbourDistance {
  /**
   * How odd a row is.
   *
   * @param row as many numbers as those it was fitted on
   * @param isFitted whether the row may be one of those it was fitted on
   * @return higher is odder; no unit
   */
  double of(float[] row, boolean isFitted);

  /**
   * The same for some rows.
   *
   * @param from the first of them
   * @param to one past the last
   * @param scores where theirs go, at the places of their rows
   */
  default void score(float[][] rows, int from, int to, boolean isFitted, double[] scores) {
    for (int i = from; i < to; i++) {
      scores[i] = of(rows[i], isFitted);
    }
  }

  /** The same for many rows, none of which it was fitted on. */
  default ScorerPass open(Kernels kernels) {
    return switch (this) {
      case NeighbourDistance neighbours -> new NeighbourPass(neighbours, kernels);
      case IsolationForest forest -> new ForestPass(forest);
      case JointDistance joint -> new JointPass(joint, kernels);
    };
  }
}
