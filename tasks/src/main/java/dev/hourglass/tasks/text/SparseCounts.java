package dev.hourglass.tasks.text;

import java.util.Arrays;

/** Counts of what is named by a positive whole number: a hash table without objects. */
final class SparseCounts {
  private static final int FEWEST = 1 << 10;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[FEWEST];
  private float[] counts = new float[FEWEST];
  private int size;

  void add(long key, float count) {
    if (2 * size >= keys.length) {
      grow();
    }
    int at = place(keys, key);
    if (keys[at] == 0) {
      keys[at] = key;
      size++;
    }
    counts[at] += count;
  }

  /** What was added under this key, or 0. */
  float get(long key) {
    return counts[place(keys, key)];
  }

  /** All keys, ascending. */
  long[] keys() {
    return Arrays.stream(keys).filter(key -> key != 0).sorted().toArray();
  }

  private void grow() {
    long[] more = new long[2 * keys.length];
    float[] moved = new float[more.length];
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        int at = place(more, keys[i]);
        more[at] = keys[i];
        moved[at] = counts[i];
      }
    }
    keys = more;
    counts = moved;
  }

  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    long mixed = key * MIX;
    int at = (int) (mixed ^ mixed >>> 32) & mask;
    while (keys[at] != 0 && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }
}
