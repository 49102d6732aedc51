package dev.hourglass.tasks.anomaly.measure;

/** What tells how odd a row is, by one look at it. Immutable, and safe to use from many threads. */
public sealed interface Scorer permits IsolationForest, JointDistance, NeighbourDistance {
  /**
   * How odd a row is.
   *
   * @param row as many numbers as those it was fitted on
   * @param isFitted whether the row may be one of those it was fitted on
   * @return higher is odder; no unit
   */
  public double of(float[] row, boolean isFitted);
}
