package dev.hourglass.serve;

import java.util.Map;
import java.util.TreeMap;

/**
 * What stands behind the question mark of a request.
 *
 * @param explain columns named for each flagged row; 0 for none
 * @param neighbours to find
 */
record RequestQuery(int explain, int neighbours) {
  private static final int MOST_EXPLAINED = 100;
  private static final int MOST_NEIGHBOURS = 1_000;
  private static final int DEFAULT_NEIGHBOURS = 10;

  /**
   * Reads it.
   *
   * @throws Refusal if it asks for anything else, or for what is no number in range
   */
  static RequestQuery of(String query) {
    Map<String, String> values = new TreeMap<>();
    for (String part : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int at = part.indexOf('=');
      values.put(at < 0 ? part : part.substring(0, at), at < 0 ? "" : part.substring(at + 1));
    }
    RequestQuery read =
        new RequestQuery(
            number(values, "explain", 0, 0, MOST_EXPLAINED),
            number(values, "k", DEFAULT_NEIGHBOURS, 1, MOST_NEIGHBOURS));
    if (!values.isEmpty()) {
      throw Refusal.bad(
          "unknown parameter '%s'; known are explain=N and k=N"
              .formatted(RowColumns.excerpt(values.keySet().iterator().next())));
    }
    return read;
  }

  private static int number(
      Map<String, String> values, String name, int otherwise, int least, int most) {
    String text = values.remove(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below, as what is out of range is
    }
    throw Refusal.bad(
        "%s is a whole number from %d to %d, but was '%s'"
            .formatted(name, least, most, RowColumns.excerpt(text)));
  }
}
