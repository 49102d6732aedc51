package dev.hourglass.tasks.recommend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * How many users have both of two items, XᵀWX of the users × items matrix X and the users' weights
 * W, from what is there alone.
 */
final class GramMatrix {
  private GramMatrix() {}

  /**
   * Counts pairs.
   *
   * @param users whose items count
   * @param damping a user of n items counts n^−damping, times what leaves the trace as it is
   * @param place of each item among those that matter, or −1
   * @param size how many matter
   * @return {@code [size, size]} in float32
   */
  static Tensor of(Interactions interactions, int[] users, double damping, int[] place, int size) {
    Tensor gram = Tensor.allocate(size, size);
    MemorySegment counts = gram.segment();
    float[] weight = weights(interactions, users, damping);
    int workers = RowBlocks.workers();
    // Each worker has every so many-th item as the first of a pair: nobody counts for another.
    RowBlocks.run(
        workers,
        1,
        (_, _) ->
            (worker, _) -> {
              for (int u = 0; u < users.length; u++) {
                int[] items = interactions.itemsOf(users[u]);
                for (int first : items) {
                  int row = place[first];
                  if (row >= 0 && row % workers == worker) {
                    long at = (long) row * size;
                    for (int second : items) {
                      int column = place[second];
                      if (column >= 0) {
                        long index = at + column;
                        counts.setAtIndex(
                            JAVA_FLOAT, index, counts.getAtIndex(JAVA_FLOAT, index) + weight[u]);
                      }
                    }
                  }
                }
              }
            });
    return gram;
  }

  private static float[] weights(Interactions interactions, int[] users, double damping) {
    double entries = 0;
    double damped = 0;
    for (int user : users) {
      double count = Math.max(1, interactions.count(user));
      entries += count;
      damped += count * Math.pow(count, -damping);
    }
    float[] weights = new float[users.length];
    for (int u = 0; u < users.length; u++) {
      weights[u] =
          (float)
              (Math.pow(Math.max(1, interactions.count(users[u])), -damping) * entries / damped);
    }
    return weights;
  }
}
