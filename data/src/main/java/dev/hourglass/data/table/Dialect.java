package dev.hourglass.data.table;

import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.text.TextEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a text table is written: what a reader must know before its first cell.
 *
 * @param encoding how bytes stand for characters
 * @param marks what sets cells apart and holds them together
 * @param skippedLines how many lines lie above the table
 * @param comments whether lines that begin with # are no rows
 * @param headerRows how many rows are none of data: 1 with the columns' names, and perhaps another
 *     with their units
 * @param trailing whether rows may end in a separator that begins no column
 * @param decimal the decimal mark of numbers
 */
record Dialect(
    TextEncoding encoding,
    Marks marks,
    int skippedLines,
    boolean comments,
    int headerRows,
    boolean trailing,
    DecimalMark decimal) {
  /**
   * What sets cells apart and holds them together.
   *
   * @param separator between cells; {@link #BLANKS} or {@link #NOTHING} among others
   * @param quote around cells that contain a separator
   */
  record Marks(char separator, char quote) {
    private static final int MOST_LINES = 50;

    /** A cell that begins and ends with a single quote; not the apostrophe of {@code don't}. */
    private static final Pattern IN_SINGLE_QUOTES =
        Pattern.compile("(?:^|[,;|\\t]) *'(?:[^']|'')*' *(?=$|[,;|\\t])");

    /** The single quote where half the lines have a cell in it and none has a double quote. */
    static char quoteIn(String head) {
      List<String> lines = head.lines().filter(line -> !line.isBlank()).limit(MOST_LINES).toList();
      boolean none = lines.stream().noneMatch(line -> line.indexOf(DOUBLE_QUOTE) >= 0);
      long single = lines.stream().filter(line -> IN_SINGLE_QUOTES.matcher(line).find()).count();
      return none && single > 0 && 2 * single >= lines.size() ? SINGLE_QUOTE : DOUBLE_QUOTE;
    }
  }

  /** The usual quote. */
  static final char DOUBLE_QUOTE = '"';

  /** The other. */
  static final char SINGLE_QUOTE = '\'';

  /** Stands for any run of spaces and tabs. */
  static final char BLANKS = ' ';

  /** Stands for no separator: there is one column. */
  static final char NOTHING = '\u001F';

  /** What sets cells apart. */
  char separator() {
    return marks.separator;
  }

  /** What a separator is called. */
  static String name(char separator) {
    return switch (separator) {
      case '\t' -> "tabs";
      case BLANKS -> "spaces";
      case NOTHING -> "nothing";
      default -> "'" + separator + "'";
    };
  }

  /** For people, such as {@code UTF-8, separated by ';', decimal comma}. */
  String text() {
    List<String> parts = new ArrayList<>(List.of(encoding.text()));
    if (separator() != NOTHING) {
      parts.add("separated by " + name(separator()));
    }
    if (marks.quote == SINGLE_QUOTE) {
      parts.add("single quotes around cells");
    }
    if (decimal == DecimalMark.COMMA) {
      parts.add("decimal comma");
    }
    if (skippedLines > 0) {
      parts.add(skippedLines + (skippedLines == 1 ? " line" : " lines") + " above it left out");
    }
    return String.join(", ", parts);
  }
}
