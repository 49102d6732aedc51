package dev.hourglass.tasks.recommend;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users that a recommender was fitted on and what they have, compressed rows of items.
 *
 * @param names of the users
 * @param starts one more than users
 * @param items of all, user by user
 * @param times of each of these, where they count
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
record KnownUsers(List<String> names, int[] starts, int[] items, Optional<long[]> times) {
  /**
   * Of all users.
   *
   * @param withTimes whether it counts when they came by what they have
   */
  static KnownUsers of(Interactions interactions, boolean withTimes) {
    int users = interactions.users().size();
    int[] starts = new int[users + 1];
    int[] items = new int[interactions.size()];
    long[] times = new long[withTimes ? items.length : 0];
    for (int u = 0; u < users; u++) {
      int[] own = interactions.itemsOf(u);
      System.arraycopy(own, 0, items, starts[u], own.length);
      if (withTimes) {
        System.arraycopy(interactions.timesOf(u), 0, times, starts[u], own.length);
      }
      starts[u + 1] = starts[u] + own.length;
    }
    return new KnownUsers(
        interactions.users(), starts, items, withTimes ? Optional.of(times) : Optional.empty());
  }

  int[] itemsOf(int user) {
    return Arrays.copyOfRange(items, starts[user], starts[user + 1]);
  }

  /** When a user came by each of {@link #itemsOf}. */
  long[] timesOf(int user) {
    return Arrays.copyOfRange(times.orElseThrow(), starts[user], starts[user + 1]);
  }

  /** Numbers by name. */
  static Map<String, Integer> numbers(List<String> names) {
    Map<String, Integer> numbers = HashMap.newHashMap(names.size());
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), i);
    }
    return numbers;
  }
}
