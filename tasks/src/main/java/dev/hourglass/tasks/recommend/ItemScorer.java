package dev.hourglass.tasks.recommend;

import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.tensor.Tensor;

/** Tells of every item how well it goes with what a user has; safe to use from several threads. */
interface ItemScorer {
  /** Users that are scored at once, at most. */
  int MOST_ROWS = 256;

  /**
   * Scores all items, higher is better; scores of one user compare, those of two do not.
   *
   * @param histories a sample of ones a user, at most {@link #MOST_ROWS}
   * @param into {@code [users or more, items]} in float32: the first rows are overwritten
   */
  void score(SparseSamples histories, Tensor into);
}
