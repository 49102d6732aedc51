package dev.hourglass.tasks.recommend;

import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Tells of every item how well it goes with what a user has; safe to use from several threads. */
interface ItemScorer {
  /** Users that are scored at once, at most. */
  int MOST_ROWS = 128;

  /**
   * What users have.
   *
   * @param items a sample of ones a user
   * @param times of each user, at which to say what goes well; the newest where a user has none
   */
  record Histories(SparseSamples items, List<long[]> times) {
    /** At the newest time. */
    static Histories now(SparseSamples items) {
      return new Histories(items, IntStream.range(0, items.size()).mapToObj(_ -> NOW).toList());
    }

    private static final long[] NOW = new long[0];

    int size() {
      return items.size();
    }

    /** The users of some numbers. */
    Histories subset(int[] users) {
      return new Histories(items.subset(users), Arrays.stream(users).mapToObj(times::get).toList());
    }
  }

  /**
   * Scores all items on the calling thread, higher is better; scores of one user compare, those of
   * two do not.
   *
   * @param histories at most {@link #MOST_ROWS}
   * @param into {@code [users or more, items]} in float32: the first rows are overwritten
   */
  void score(Histories histories, Tensor into);
}
