package dev.hourglass.tasks.anomaly.measure;

import dev.hourglass.engine.tensor.Tensor;

/**
 * A scorer made ready for many rows at once: products are prepared, buffers allocated. For one
 * thread at a time.
 */
public interface ScorerPass {
  /**
   * How odd rows are that it was not fitted on, to rounding what {@link Scorer#of} says.
   *
   * @param rows {@code [at least count, width]}, float32; at most as many as it was made for
   * @param count how many of them count
   * @param scores where theirs go, from the first place on
   */
  void score(Tensor rows, int count, double[] scores);
}
