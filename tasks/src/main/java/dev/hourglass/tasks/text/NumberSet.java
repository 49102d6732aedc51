package dev.hourglass.tasks.text;

import java.util.Arrays;

/** Some of the numbers below a bound, in the order they were added; emptied without being freed. */
final class NumberSet {
  private final int[] stamps;
  private int[] members = new int[64];
  private int stamp;
  private int size;

  NumberSet(int bound) {
    this.stamps = new int[bound];
  }

  void clear() {
    size = 0;
    if (++stamp == 0) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }

  void add(int number) {
    if (stamps[number] != stamp) {
      stamps[number] = stamp;
      if (size == members.length) {
        members = Arrays.copyOf(members, 2 * size);
      }
      members[size++] = number;
    }
  }

  int size() {
    return size;
  }

  int get(int i) {
    return members[i];
  }
}
