package dev.hourglass.tasks.recommend;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.rating.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a recommender knows of its users, and new ratings: known users and items stay, whatever they
 * have; new ones must have enough. Known items keep their numbers, new ones follow.
 */
final class JoinedInteractions {
  private final List<String> items;
  private final List<String> users;
  private final List<int[]> histories = new ArrayList<>();
  private final List<long[]> times = new ArrayList<>();
  private final boolean withTimes;
  private final int knownItems;
  private final int knownUsers;
  private final Ratings fresh;
  private final float least;
  private final int[] itemNumber;
  private final int[] userNumber;

  private JoinedInteractions(
      List<String> knownItems, KnownUsers known, Ratings fresh, InteractionOptions options) {
    this.items = new ArrayList<>(knownItems);
    this.users = new ArrayList<>(known.names());
    this.knownItems = knownItems.size();
    this.knownUsers = known.names().size();
    this.fresh = fresh;
    this.withTimes = known.times().isPresent() && fresh.hasTimes();
    this.least = options.minRating().map(Double::floatValue).orElse(Float.NEGATIVE_INFINITY);
    this.itemNumber = numbers(fresh.items(), KnownUsers.numbers(knownItems));
    this.userNumber = numbers(fresh.users(), KnownUsers.numbers(known.names()));
  }

  /** Where each name is among those known, or −1. */
  private static int[] numbers(List<String> names, Map<String, Integer> known) {
    return names.stream().mapToInt(name -> known.getOrDefault(name, -1)).toArray();
  }

  /**
   * Joins the two.
   *
   * @param knownItems of the recommender
   * @throws DataException if none of the new ratings counts
   */
  static Interactions of(
      List<String> knownItems, KnownUsers known, Ratings fresh, InteractionOptions options) {
    return new JoinedInteractions(knownItems, known, fresh, options)
        .join(known, options.minCount());
  }

  private Interactions join(KnownUsers known, int minCount) {
    boolean[] userOut = new boolean[userNumber.length];
    boolean[] itemOut = new boolean[itemNumber.length];
    thin(minCount, userOut, itemOut);
    name(fresh.items(), itemNumber, itemOut, items);
    name(fresh.users(), userNumber, userOut, users);
    for (int u = 0; u < knownUsers; u++) {
      histories.add(known.itemsOf(u));
      times.add(withTimes ? known.timesOf(u) : new long[0]);
    }
    for (int u = knownUsers; u < users.size(); u++) {
      histories.add(new int[0]);
      times.add(new long[0]);
    }
    int before = histories.stream().mapToInt(each -> each.length).sum();
    int counted = 0;
    for (int u = 0; u < userOut.length; u++) {
      if (!userOut[u]) {
        counted += add(u, itemOut);
      }
    }
    if (counted == 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: none of its %,d ratings counts; take a lower option 'min-rating' or option"
                  + " 'min-count'",
              fresh.source(),
              fresh.size()));
    }
    return interactions(before, counted);
  }

  /** Leaves out new users and items with too few, until all that are left have enough. */
  private void thin(int minCount, boolean[] userOut, boolean[] itemOut) {
    boolean changed = true;
    while (changed) {
      changed = false;
      int[] perItem = new int[itemOut.length];
      for (int u = 0; u < userOut.length; u++) {
        if (userOut[u]) {
          continue;
        }
        int own = 0;
        for (int r = fresh.start(u); r < fresh.end(u); r++) {
          if (counts(r, itemOut)) {
            own++;
            perItem[fresh.item(r)]++;
          }
        }
        if (userNumber[u] < 0 && own < minCount) {
          userOut[u] = true;
          changed = true;
        }
      }
      for (int i = 0; i < itemOut.length; i++) {
        if (!itemOut[i] && itemNumber[i] < 0 && perItem[i] < minCount) {
          itemOut[i] = true;
          changed = true;
        }
      }
    }
  }

  private boolean counts(int rating, boolean[] itemOut) {
    return fresh.value(rating) >= least && !itemOut[fresh.item(rating)];
  }

  /** Numbers those that are new, behind those that are known. */
  private static void name(List<String> names, int[] numbers, boolean[] out, List<String> known) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < 0 && !out[i]) {
        numbers[i] = known.size();
        known.add(names.get(i));
      }
    }
  }

  /** Gives a user what is new; of what was known before, the new time counts. */
  private int add(int user, boolean[] itemOut) {
    int number = userNumber[user];
    SortedMap<Integer, Long> all = new TreeMap<>();
    int[] before = histories.get(number);
    for (int i = 0; i < before.length; i++) {
      all.put(before[i], withTimes ? times.get(number)[i] : 0L);
    }
    int counted = 0;
    for (int r = fresh.start(user); r < fresh.end(user); r++) {
      if (counts(r, itemOut)) {
        all.put(itemNumber[fresh.item(r)], withTimes ? fresh.time(r) : 0L);
        counted++;
      }
    }
    histories.set(number, all.keySet().stream().mapToInt(Integer::intValue).toArray());
    if (withTimes) {
      times.set(number, all.values().stream().mapToLong(Long::longValue).toArray());
    }
    return counted;
  }

  private Interactions interactions(int before, int counted) {
    int[] starts = new int[histories.size() + 1];
    for (int u = 0; u < histories.size(); u++) {
      starts[u + 1] = starts[u] + histories.get(u).length;
    }
    int[] itemOf = new int[starts[histories.size()]];
    for (int u = 0; u < histories.size(); u++) {
      System.arraycopy(histories.get(u), 0, itemOf, starts[u], histories.get(u).length);
    }
    String remark =
        String.format(
            Locale.ROOT,
            "of %,d new ratings count %,d: %,d that were not known, of %,d new users and %,d new"
                + " items beside %,d and %,d that were",
            fresh.size(),
            counted,
            itemOf.length - before,
            users.size() - knownUsers,
            items.size() - knownItems,
            knownUsers,
            knownItems);
    Optional<long[]> timeOf =
        withTimes
            ? Optional.of(times.stream().flatMapToLong(Arrays::stream).toArray())
            : Optional.empty();
    return Interactions.of(users, items, starts, itemOf, timeOf, fresh.source(), remark);
  }
}
