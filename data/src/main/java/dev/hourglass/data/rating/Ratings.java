package dev.hourglass.data.rating;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Ratings of items by users, one for each pair that there is, user by user and within a user by
 * ascending item: 8 bytes a rating, 16 where there are times, and the names. Immutable.
 *
 * <p>Users and items are numbers, in the order in which they first come; {@link #users} and {@link
 * #items} are their names.
 */
public final class Ratings {
  private final List<String> users;
  private final List<String> items;
  private final int[] starts;
  private final int[] itemOf;
  private final float[] valueOf;
  private final Optional<long[]> timeOf;
  private final String source;
  private final List<String> remarks;

  Ratings(Names names, Entries entries, String source, List<String> remarks) {
    this.users = List.copyOf(names.users);
    this.items = List.copyOf(names.items);
    this.starts = entries.starts;
    this.itemOf = entries.items;
    this.valueOf = entries.values;
    this.timeOf = entries.times;
    this.source = source;
    this.remarks = List.copyOf(remarks);
  }

  /** What users and items are called, in the order of their numbers. */
  record Names(List<String> users, List<String> items) {}

  /** Compressed rows of users. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Entries(int[] starts, int[] items, float[] values, Optional<long[]> times) {}

  /** The users' names. */
  public List<String> users() {
    return users;
  }

  /** The items' names. */
  public List<String> items() {
    return items;
  }

  /** How many ratings there are. */
  public int size() {
    return itemOf.length;
  }

  /** The first rating of a user. */
  public int start(int user) {
    return starts[user];
  }

  /** The position behind the last rating of a user. */
  public int end(int user) {
    return starts[user + 1];
  }

  /** The item of a rating. */
  public int item(int rating) {
    return itemOf[rating];
  }

  /** What the rating is; 1 or more for events that were only counted. */
  public float value(int rating) {
    return valueOf[rating];
  }

  /** Whether it is known when items were rated. */
  public boolean hasTimes() {
    return timeOf.isPresent();
  }

  /**
   * When the item was rated, in seconds since 1970.
   *
   * @throws java.util.NoSuchElementException if that is not known
   */
  public long time(int rating) {
    return timeOf.orElseThrow()[rating];
  }

  /** The number of the user called so. */
  public Optional<Integer> user(String name) {
    int found = users.indexOf(name);
    return found < 0 ? Optional.empty() : Optional.of(found);
  }

  /** The file they were read from. */
  public String source() {
    return source;
  }

  /** How they were read, for people. */
  public List<String> remarks() {
    return remarks;
  }

  /** The items a user has rated, ascending. */
  public int[] itemsOf(int user) {
    Objects.checkIndex(user, users.size());
    return Arrays.copyOfRange(itemOf, starts[user], starts[user + 1]);
  }

  @Override
  public String toString() {
    return "%,d ratings of %,d items by %,d users".formatted(size(), items.size(), users.size());
  }
}
