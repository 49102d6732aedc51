package dev.hourglass.data.rating;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects ratings in any order and puts them user by user, one a pair. Not thread-safe. */
final class RatingBuilder {
  /** Entries come in pieces of this many, so that growing copies nothing. */
  private static final int PIECE = 1 << 18;

  private final boolean timed;
  private final List<String> users = new ArrayList<>();
  private final List<String> items = new ArrayList<>();
  private final Map<String, Integer> userNumbers = new HashMap<>();
  private final Map<String, Integer> itemNumbers = new HashMap<>();
  private final List<Piece> pieces = new ArrayList<>();
  private int size;
  private int repeated;

  @SuppressWarnings("ArrayRecordComponent") // filled in place
  private record Piece(int[] users, int[] items, float[] values, long[] times) {}

  RatingBuilder(boolean timed) {
    this.timed = timed;
  }

  void add(String user, String item, float value, long time) {
    int at = size % PIECE;
    if (at == 0) {
      pieces.add(
          new Piece(new int[PIECE], new int[PIECE], new float[PIECE], new long[timed ? PIECE : 0]));
    }
    Piece piece = pieces.getLast();
    piece.users[at] = number(user, userNumbers, users);
    piece.items[at] = number(item, itemNumbers, items);
    piece.values[at] = value;
    if (timed) {
      piece.times[at] = time;
    }
    size++;
  }

  private static int number(String name, Map<String, Integer> numbers, List<String> names) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    numbers.put(name, names.size());
    names.add(name);
    return names.size() - 1;
  }

  int size() {
    return size;
  }

  /** How many ratings were of a pair that had one already; known once they are built. */
  int repeated() {
    return repeated;
  }

  Ratings.Names names() {
    return new Ratings.Names(users, items);
  }

  /** Puts entries into users by counting, then each user into order. */
  Ratings.Entries build(Duplicates duplicates) {
    int[] starts = new int[users.size() + 1];
    for (int i = 0; i < size; i++) {
      starts[pieces.get(i / PIECE).users[i % PIECE] + 1]++;
    }
    for (int u = 0; u < users.size(); u++) {
      starts[u + 1] += starts[u];
    }
    int[] next = Arrays.copyOf(starts, users.size());
    int[] sortedItems = new int[size];
    float[] values = new float[size];
    long[] times = new long[timed ? size : 0];
    for (int p = 0; p < pieces.size(); p++) {
      Piece piece = pieces.set(p, null);
      int count = Math.min(PIECE, size - p * PIECE);
      for (int i = 0; i < count; i++) {
        int at = next[piece.users[i]]++;
        sortedItems[at] = piece.items[i];
        values[at] = piece.values[i];
        if (timed) {
          times[at] = piece.times[i];
        }
      }
    }
    return merged(starts, sortedItems, values, times, duplicates);
  }

  /** Sorts each user's entries by item, in place, and makes one of those of the same item. */
  private Ratings.Entries merged(
      int[] starts, int[] itemOf, float[] values, long[] times, Duplicates duplicates) {
    int[] packedStarts = new int[starts.length];
    int written = 0;
    for (int u = 0; u + 1 < starts.length; u++) {
      int from = starts[u];
      int count = starts[u + 1] - from;
      long[] keys = new long[count];
      for (int i = 0; i < count; i++) {
        keys[i] = (long) itemOf[from + i] << 32 | i;
      }
      Arrays.sort(keys);
      float[] ownValues = Arrays.copyOfRange(values, from, from + count);
      long[] ownTimes = timed ? Arrays.copyOfRange(times, from, from + count) : times;
      for (int i = 0; i < count; ) {
        int item = (int) (keys[i] >>> 32);
        int last = (int) keys[i];
        double sum = 0;
        int same = 0;
        for (; i < count && (int) (keys[i] >>> 32) == item; i++, same++) {
          int each = (int) keys[i];
          sum += ownValues[each];
          if (!timed || ownTimes[each] >= ownTimes[last]) {
            last = each;
          }
        }
        repeated += same - 1;
        itemOf[written] = item;
        values[written] =
            switch (duplicates) {
              case LAST -> ownValues[last];
              case MEAN -> (float) (sum / same);
              case SUM -> (float) sum;
            };
        if (timed) {
          times[written] = ownTimes[last];
        }
        written++;
      }
      packedStarts[u + 1] = written;
    }
    boolean whole = written == itemOf.length;
    return new Ratings.Entries(
        packedStarts,
        whole ? itemOf : Arrays.copyOf(itemOf, written),
        whole ? values : Arrays.copyOf(values, written),
        timed ? Optional.of(whole ? times : Arrays.copyOf(times, written)) : Optional.empty());
  }
}
