package dev.hourglass.tasks.recommend;

import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.tasks.recommend.ItemScorer.Histories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Users who are shown with some of their items hidden: what a recommender is asked, and what it
 * should have found.
 *
 * @param shown what each user has but for what is hidden
 * @param hidden the same users' other items
 */
record HeldOut(Histories shown, SparseSamples hidden) {

  /** How items are chosen to be hidden. */
  sealed interface Hiding {
    /**
     * At random.
     *
     * @param share of each user's items, in (0, 1)
     */
    record Random(double share, long seed) implements Hiding {}

    /** The last one by time. */
    record Last() implements Hiding {}
  }

  /**
   * Hides at least one item of each user and leaves at least one; users must have two.
   *
   * @param ways of hiding: each user is asked about once with each
   */
  static HeldOut of(Interactions interactions, int[] users, List<? extends Hiding> ways) {
    SparseBuilder shown =
        SparseSamples.builder(interactions.items().size()).source(interactions.source());
    SparseBuilder hidden =
        SparseSamples.builder(interactions.items().size()).source(interactions.source());
    List<long[]> times = new ArrayList<>();
    for (Hiding hiding : ways) {
      for (int user : users) {
        int[] items = interactions.itemsOf(user);
        int count = hiddenFirst(interactions, user, items, hiding);
        add(hidden, Arrays.copyOf(items, count));
        int[] left = Arrays.copyOfRange(items, count, items.length);
        add(shown, left);
        times.add(interactions.hasTimes() ? times(interactions, user, left, hiding) : new long[0]);
      }
    }
    return new HeldOut(new Histories(shown.build(), times), hidden.build());
  }

  /** Puts what is to be hidden before all else, and tells how much it is. */
  private static int hiddenFirst(Interactions of, int user, int[] items, Hiding hiding) {
    return switch (hiding) {
      case Hiding.Random(double share, long seed) -> {
        shuffle(items, new SplittableRandom(mixed(seed, user)));
        yield Math.clamp(Math.round(share * items.length), 1, items.length - 1);
      }
      case Hiding.Last _ -> {
        lastFirst(items, of.timesOf(user));
        yield 1;
      }
    };
  }

  /**
   * When to ask: what is hidden at random came at such times as what is shown, the last item after
   * the last that is shown.
   */
  private static long[] times(Interactions interactions, int user, int[] shown, Hiding hiding) {
    int[] items = interactions.itemsOf(user);
    long[] times = interactions.timesOf(user);
    long[] own =
        Arrays.stream(shown).mapToLong(item -> times[Arrays.binarySearch(items, item)]).toArray();
    return switch (hiding) {
      case Hiding.Random _ -> own;
      case Hiding.Last _ -> new long[] {Arrays.stream(own).max().orElseThrow()};
    };
  }

  private static long mixed(long seed, int user) {
    return new SplittableRandom(seed).nextLong() ^ (user + 1L) * 0x9E3779B97F4A7C15L;
  }

  private static void add(SparseBuilder builder, int[] items) {
    builder.add(items, Interactions.ones(items.length));
  }

  private static void lastFirst(int[] items, long[] times) {
    int last = 0;
    for (int i = 1; i < items.length; i++) {
      last = times[i] > times[last] ? i : last;
    }
    int kept = items[last];
    items[last] = items[0];
    items[0] = kept;
  }

  /** Puts numbers into random order (Fisher and Yates 1938). */
  static void shuffle(int[] numbers, SplittableRandom random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = kept;
    }
  }

  int users() {
    return shown.size();
  }
}
