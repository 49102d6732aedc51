package dev.hourglass.tasks.recommend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * How many users have both of two items, XᵀX of the users × items matrix X, from what is there
 * alone.
 */
final class GramMatrix {
  private GramMatrix() {}

  /**
   * Counts pairs.
   *
   * @param users whose items count
   * @param place of each item among those that matter, or −1
   * @param size how many matter
   * @return {@code [size, size]} in float32
   */
  static Tensor of(Interactions interactions, int[] users, int[] place, int size) {
    Tensor gram = Tensor.allocate(size, size);
    MemorySegment counts = gram.segment();
    int workers = RowBlocks.workers();
    // Each worker has every so many-th item as the first of a pair: nobody counts for another.
    RowBlocks.run(
        workers,
        1,
        (_, _) ->
            (worker, _) -> {
              for (int user : users) {
                int[] items = interactions.itemsOf(user);
                for (int first : items) {
                  int row = place[first];
                  if (row >= 0 && row % workers == worker) {
                    long at = (long) row * size;
                    for (int second : items) {
                      int column = place[second];
                      if (column >= 0) {
                        long index = at + column;
                        counts.setAtIndex(
                            JAVA_FLOAT, index, counts.getAtIndex(JAVA_FLOAT, index) + 1);
                      }
                    }
                  }
                }
              }
            });
    return gram;
  }
}
