package dev.hourglass.tasks.recommend;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.rating.Ratings;
import dev.hourglass.data.rating.Seasons;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who has which items, as yes or no: compressed rows of users, 4 bytes an item, 12 where it is
 * known when. Immutable.
 */
public final class Interactions {
  /** With fewer items there is nothing to choose from. */
  private static final int FEWEST_ITEMS = 2;

  private final List<String> users;
  private final List<String> items;
  private final int[] starts;
  private final int[] itemOf;
  private final Optional<long[]> timeOf;
  private final String source;
  private final List<String> remarks;

  private Interactions(
      List<String> users,
      List<String> items,
      int[] starts,
      int[] itemOf,
      Optional<long[]> timeOf,
      String source,
      List<String> remarks) {
    this.users = users;
    this.items = items;
    this.starts = starts;
    this.itemOf = itemOf;
    this.timeOf = timeOf;
    this.source = source;
    this.remarks = remarks;
  }

  /**
   * The ratings that count.
   *
   * @throws DataException if too few users or items are left
   */
  public static Interactions of(Ratings ratings, InteractionOptions options) {
    float least = options.minRating().map(Double::floatValue).orElse(Float.NEGATIVE_INFINITY);
    int userCount = ratings.users().size();
    int[] perUser = new int[userCount];
    int[] perItem = new int[ratings.items().size()];
    boolean[] userOut = new boolean[userCount];
    boolean[] itemOut = new boolean[perItem.length];
    for (int u = 0; u < userCount; u++) {
      for (int r = ratings.start(u); r < ratings.end(u); r++) {
        if (ratings.value(r) >= least) {
          perUser[u]++;
          perItem[ratings.item(r)]++;
        }
      }
    }
    thin(ratings, least, options.minCount(), perUser, perItem, userOut, itemOut);
    return kept(ratings, least, options, userOut, itemOut, perUser);
  }

  /** Rows as they are. */
  static Interactions of(
      List<String> users,
      List<String> items,
      int[] starts,
      int[] itemOf,
      Optional<long[]> timeOf,
      String source,
      String remark) {
    return new Interactions(
        List.copyOf(users), List.copyOf(items), starts, itemOf, timeOf, source, List.of(remark));
  }

  /** Leaves out users and items with too few until all have enough: the k-core. */
  private static void thin(
      Ratings ratings,
      float least,
      int minCount,
      int[] perUser,
      int[] perItem,
      boolean[] userOut,
      boolean[] itemOut) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < itemOut.length; i++) {
        itemOut[i] |= perItem[i] < minCount;
      }
      for (int u = 0; u < userOut.length; u++) {
        if (userOut[u]) {
          continue;
        }
        int left = 0;
        for (int r = ratings.start(u); r < ratings.end(u); r++) {
          left += ratings.value(r) >= least && !itemOut[ratings.item(r)] ? 1 : 0;
        }
        perUser[u] = left;
        if (left < minCount) {
          userOut[u] = true;
          changed = true;
        }
      }
      Arrays.fill(perItem, 0);
      for (int u = 0; u < userOut.length; u++) {
        for (int r = ratings.start(u); !userOut[u] && r < ratings.end(u); r++) {
          if (ratings.value(r) >= least) {
            perItem[ratings.item(r)]++;
          }
        }
      }
      for (int i = 0; i < itemOut.length; i++) {
        changed |= !itemOut[i] && perItem[i] < minCount;
      }
    }
  }

  private static Interactions kept(
      Ratings ratings,
      float least,
      InteractionOptions options,
      boolean[] userOut,
      boolean[] itemOut,
      int[] perUser) {
    int[] itemNumber = new int[itemOut.length];
    List<String> items = new ArrayList<>();
    for (int i = 0; i < itemOut.length; i++) {
      if (!itemOut[i]) {
        itemNumber[i] = items.size();
        items.add(ratings.items().get(i));
      }
    }
    List<String> users = new ArrayList<>();
    int size = 0;
    for (int u = 0; u < userOut.length; u++) {
      if (!userOut[u]) {
        users.add(ratings.users().get(u));
        size += perUser[u];
      }
    }
    requireEnough(ratings, options, users.size(), items.size());
    int[] starts = new int[users.size() + 1];
    int[] itemOf = new int[size];
    long[] times = new long[ratings.hasTimes() ? size : 0];
    int at = 0;
    int user = 0;
    for (int u = 0; u < userOut.length; u++) {
      if (userOut[u]) {
        continue;
      }
      for (int r = ratings.start(u); r < ratings.end(u); r++) {
        if (ratings.value(r) >= least && !itemOut[ratings.item(r)]) {
          itemOf[at] = itemNumber[ratings.item(r)];
          if (ratings.hasTimes()) {
            times[at] = ratings.time(r);
          }
          at++;
        }
      }
      starts[++user] = at;
    }
    String remark =
        String.format(
            Locale.ROOT,
            "of %,d ratings of %,d items by %,d users count %,d of %,d by %,d%s",
            ratings.size(),
            ratings.items().size(),
            ratings.users().size(),
            size,
            items.size(),
            users.size(),
            rule(options));
    return new Interactions(
        List.copyOf(users),
        List.copyOf(items),
        starts,
        itemOf,
        ratings.hasTimes() ? Optional.of(times) : Optional.empty(),
        ratings.source(),
        List.of(remark));
  }

  private static String rule(InteractionOptions options) {
    return ": "
        + options
            .minRating()
            .map(least -> "ratings of %s and more, ".formatted(text(least)))
            .orElse("all ratings, ")
        + "users and items with at least %d".formatted(options.minCount());
  }

  private static String text(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static void requireEnough(
      Ratings ratings, InteractionOptions options, int users, int items) {
    if (users < 1 || items < FEWEST_ITEMS) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: of %,d ratings of %,d items by %,d users %,d items of %,d users are left, too"
                  + " few to learn from%s; take a lower option 'min-rating' or option 'min-count'",
              ratings.source(),
              ratings.size(),
              ratings.items().size(),
              ratings.users().size(),
              items,
              users,
              rule(options)));
    }
  }

  /** The users' names. */
  public List<String> users() {
    return users;
  }

  /** The items' names. */
  public List<String> items() {
    return items;
  }

  /** How many there are. */
  public int size() {
    return itemOf.length;
  }

  /** The file the ratings were read from. */
  public String source() {
    return source;
  }

  /** What counts of the ratings, for people. */
  public List<String> remarks() {
    return remarks;
  }

  /** Whether it is known when. */
  public boolean hasTimes() {
    return timeOf.isPresent();
  }

  /** How many items a user has. */
  public int count(int user) {
    return starts[user + 1] - starts[user];
  }

  /** A user's items, ascending. */
  public int[] itemsOf(int user) {
    return Arrays.copyOfRange(itemOf, starts[user], starts[user + 1]);
  }

  /** When a user came by each of {@link #itemsOf}, in seconds since 1970. */
  long[] timesOf(int user) {
    return Arrays.copyOfRange(timeOf.orElseThrow(), starts[user], starts[user + 1]);
  }

  /** Users as samples of ones, a feature an item. */
  SparseSamples histories(int[] chosen) {
    SparseBuilder builder = SparseSamples.builder(items.size()).source(source);
    for (int user : chosen) {
      builder.add(itemsOf(user), ones(count(user)));
    }
    return builder.build();
  }

  /** When items are liked by these users, where it is known when and they have any. */
  Optional<Seasons> seasons(int[] chosen) {
    int size = 0;
    for (int user : chosen) {
      size += count(user);
    }
    if (!hasTimes() || size == 0) {
      return Optional.empty();
    }
    int[] itemsOfAll = new int[size];
    long[] timesOfAll = new long[size];
    int at = 0;
    for (int user : chosen) {
      System.arraycopy(itemOf, starts[user], itemsOfAll, at, count(user));
      System.arraycopy(timeOf.orElseThrow(), starts[user], timesOfAll, at, count(user));
      at += count(user);
    }
    return Optional.of(Seasons.of(items.size(), itemsOfAll, timesOfAll));
  }

  /** How many of these users have each item. */
  int[] popularity(int[] chosen) {
    int[] counts = new int[items.size()];
    for (int user : chosen) {
      for (int e = starts[user]; e < starts[user + 1]; e++) {
        counts[itemOf[e]]++;
      }
    }
    return counts;
  }

  static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  public String toString() {
    return "%,d of %,d items by %,d users".formatted(size(), items.size(), users.size());
  }
}
