package dev.hourglass.tasks.text;

/**
 * Fewest insertions, deletions, substitutions and swaps of neighbours between two words, no piece
 * edited twice (optimal string alignment, Damerau 1964). Holds buffers: one a thread.
 */
final class EditDistance {
  private int[] before = new int[0];
  private int[] last = new int[0];
  private int[] current = new int[0];

  /**
   * The distance.
   *
   * @param most beyond this {@code most + 1} is returned
   */
  int between(int[] a, int[] b, int most) {
    if (Math.abs(a.length - b.length) > most) {
      return most + 1;
    }
    int from = 0;
    int endA = a.length;
    int endB = b.length;
    while (from < endA && from < endB && a[from] == b[from]) {
      from++;
    }
    while (endA > from && endB > from && a[endA - 1] == b[endB - 1]) {
      endA--;
      endB--;
    }
    int rows = endA - from;
    int columns = endB - from;
    if (rows == 0 || columns == 0) {
      return Math.min(most + 1, rows + columns);
    }
    if (current.length <= columns) {
      before = new int[2 * columns + 1];
      last = new int[2 * columns + 1];
      current = new int[2 * columns + 1];
    }
    for (int j = 0; j <= columns; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= rows; i++) {
      current[0] = i;
      int least = i;
      for (int j = 1; j <= columns; j++) {
        int x = a[from + i - 1];
        int y = b[from + j - 1];
        int best = Math.min(last[j], current[j - 1]) + 1;
        best = Math.min(best, last[j - 1] + (x == y ? 0 : 1));
        if (i > 1 && j > 1 && x == b[from + j - 2] && y == a[from + i - 2]) {
          best = Math.min(best, before[j - 2] + 1);
        }
        current[j] = best;
        least = Math.min(least, best);
      }
      if (least > most) {
        return most + 1;
      }
      int[] oldest = before;
      before = last;
      last = current;
      current = oldest;
    }
    return Math.min(most + 1, last[columns]);
  }
}
