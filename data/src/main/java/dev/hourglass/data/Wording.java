package dev.hourglass.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Names in messages: long lists are cut, and mistyped names are recognised. */
final class Wording {
  private static final int SHOWN = 12;
  private static final int MOST_ERRORS = 2;

  private Wording() {}

  static String some(List<String> items) {
    String shown = String.join(", ", items.subList(0, Math.min(SHOWN, items.size())));
    return items.size() <= SHOWN ? shown : shown + " … (" + items.size() + " in all)";
  }

  /** {@code Did you mean 'x'?} when one of the known names is at most two typing errors away. */
  static String nearest(String wanted, List<String> known) {
    String best = "";
    int least = MOST_ERRORS + 1;
    for (String name : known) {
      int distance = distance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least && distance < wanted.length()) {
        best = name;
        least = distance;
      }
    }
    return best.isEmpty() ? "" : "Did you mean '" + best + "'? ";
  }

  /** Levenshtein's: insertions, deletions and replacements. */
  private static int distance(String a, String b) {
    int[] previous = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
