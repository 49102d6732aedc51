package dev.hourglass.data.rating;

import dev.hourglass.data.dataset.DataException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what lies between the cells of a list of ratings or titles. */
final class CellSeparator {
  /** Those in use, the least ambiguous first. */
  private static final List<String> KNOWN = List.of("::", "\t", ";", ",", "|", " ");

  /** Lines looked at. */
  private static final int MOST_LINES = 500;

  /** Lines that must be of one width. */
  private static final double ENOUGH = 0.9;

  private CellSeparator() {}

  /**
   * The separator that cuts nearly all lines into as many cells, at least two.
   *
   * @param source the file, for messages
   * @param head the beginning of the text
   * @throws DataException if there is none
   */
  static String of(String source, String head) {
    List<String> lines =
        head.lines().filter(line -> !line.isBlank()).limit(MOST_LINES + 1L).toList();
    if (lines.isEmpty()) {
      throw new DataException(source + ": is empty, where ratings are expected, a line each");
    }
    // The last one may be cut off where the text goes on.
    List<String> whole = lines.size() > 1 ? lines.subList(0, lines.size() - 1) : lines;
    String best = "";
    double bestShare = 0;
    for (String separator : KNOWN) {
      double share = shareOfOneWidth(whole, separator);
      if (share > bestShare) {
        best = separator;
        bestShare = share;
      }
    }
    if (bestShare < ENOUGH) {
      throw new DataException(
          ("%s: no separator cuts its lines into as many cells: expected USER and ITEM, then RATING"
                  + " and TIME where there are some, between ::, tabs, semicolons, commas, bars or"
                  + " blanks; the first line is '%s'. Another one is said with option 'separator'")
              .formatted(source, lines.getFirst()));
    }
    return best;
  }

  private static double shareOfOneWidth(List<String> lines, String separator) {
    Map<Integer, Integer> widths = new HashMap<>();
    for (String line : lines) {
      widths.merge(width(line, separator), 1, Integer::sum);
    }
    int most =
        widths.entrySet().stream()
            .filter(e -> e.getKey() > 1)
            .mapToInt(Map.Entry::getValue)
            .max()
            .orElse(0);
    return (double) most / lines.size();
  }

  /** Cells of a line; what is within quotes separates nothing. */
  private static int width(String line, String separator) {
    int width = 1;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        quoted = !quoted;
      } else if (!quoted && line.startsWith(separator, i)) {
        width++;
        i += separator.length() - 1;
      }
    }
    return width;
  }

  /** What people call it. */
  static String name(String separator) {
    return switch (separator) {
      case "\t" -> "tabs";
      case "," -> "commas";
      case ";" -> "semicolons";
      case " " -> "blanks";
      default -> "'" + separator + "'";
    };
  }
}
