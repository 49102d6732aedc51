package dev.hourglass.data.table;

import java.util.Arrays;

/** The 1-based line that each row begins on. */
final class RowLines {
  private int[] lines = new int[256];
  private int count;

  void add(int line) {
    if (count == lines.length) {
      lines = Arrays.copyOf(lines, lines.length + (lines.length >> 1));
    }
    lines[count++] = line;
  }

  int count() {
    return count;
  }

  int last() {
    return lines[count - 1];
  }

  int[] toArray() {
    return Arrays.copyOf(lines, count);
  }
}
