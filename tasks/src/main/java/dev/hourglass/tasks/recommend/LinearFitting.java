package dev.hourglass.tasks.recommend;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.recommend.Selection.Ridge;
import java.util.HashMap;
import java.util.Map;

/** Pairs of items counted once for each damping, for any number of linear models. */
final class LinearFitting {
  private final Interactions interactions;
  private final int[] users;
  private final int[] learned;
  private final int[] place;
  private final Kernels kernels;
  private final Map<Double, Tensor> grams = new HashMap<>();

  /**
   * Of what was seen.
   *
   * @param users who are learned from
   * @param popularity of items, among these
   */
  LinearFitting(Interactions interactions, int[] users, int[] popularity, Kernels kernels) {
    this.interactions = interactions;
    this.users = users;
    this.learned = LinearScorer.learnable(popularity);
    this.place = LinearScorer.places(learned, popularity.length);
    this.kernels = kernels;
  }

  LinearScorer fit(Ridge ridge) {
    Tensor gram =
        grams.computeIfAbsent(
            ridge.damping(),
            damping -> GramMatrix.of(interactions, users, damping, place, learned.length));
    return LinearScorer.fit(learned, gram, ridge, place.length, kernels);
  }
}
