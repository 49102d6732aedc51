package dev.hourglass.base;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** The known name a misspelt one most likely meant. */
public final class NearestName {
  /** More typing errors than this make it another name. */
  private static final int MOST_ERRORS = 2;

  private NearestName() {}

  /** The candidate with the smallest edit distance (Levenshtein 1966) to {@code wanted}. */
  public static String to(String wanted, Stream<String> candidates) {
    return candidates
        .min(Comparator.comparingInt(candidate -> distance(wanted, candidate)))
        .orElseThrow(() -> new IllegalArgumentException("there are no known names"));
  }

  /**
   * {@code Did you mean 'x'?} and a space, where one of the known names is at most two typing
   * errors away, letter case aside; else nothing.
   */
  public static String suggestion(String wanted, Stream<String> known) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    int most = Math.min(MOST_ERRORS, wanted.length() - 1);
    return known
        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= most)
        .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
        .map("Did you mean '%s'? "::formatted)
        .orElse("");
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
