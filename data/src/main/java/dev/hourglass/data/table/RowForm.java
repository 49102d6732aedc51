package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import java.util.List;

/** How a row of a table is written down, so that more can be appended to it. */
public enum RowForm {
  /** Cells separated by commas, in quotes where they need them (RFC 4180). */
  CSV,
  /** The members of a JSON object, without its braces; numbers as numbers, empty cells as null. */
  JSON;

  /** A list of cells in this form; for CSV a header as well. */
  public String text(List<String> names, List<String> cells) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      char[] chars = cells.get(i).toCharArray();
      append(text, i, names, chars, 0, chars.length);
    }
    return text.toString();
  }

  String text(List<String> names, RowCells cells) {
    StringBuilder text = new StringBuilder(cells.end(cells.count() - 1) + 2 * cells.count());
    int count = this == CSV ? cells.count() : Math.min(cells.count(), names.size());
    for (int i = 0; i < count; i++) {
      append(text, i, names, cells.chars(), cells.start(i), cells.end(i));
    }
    return text.toString();
  }

  private void append(
      StringBuilder text, int at, List<String> names, char[] chars, int from, int to) {
    if (at > 0) {
      text.append(',');
    }
    if (this == CSV) {
      appendCsv(text, chars, from, to);
      return;
    }
    appendJson(text, names.get(at));
    text.append(':');
    if (from == to) {
      text.append("null");
    } else if (isJsonNumber(chars, from, to)) {
      text.append(chars, from, to - from);
    } else {
      appendJson(text, new String(chars, from, to - from));
    }
  }

  private static void appendCsv(StringBuilder text, char[] chars, int from, int to) {
    boolean plain = true;
    for (int i = from; i < to && plain; i++) {
      char c = chars[i];
      plain = c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    if (plain) {
      text.append(chars, from, to - from);
      return;
    }
    text.append('"');
    for (int i = from; i < to; i++) {
      if (chars[i] == '"') {
        text.append('"');
      }
      text.append(chars[i]);
    }
    text.append('"');
  }

  /** A JSON string (RFC 8259, section 7). */
  public static void appendJson(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  /** {@code -? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?} (RFC 8259, section 6). */
  private static boolean isJsonNumber(char[] chars, int from, int to) {
    int at = from < to && chars[from] == '-' ? from + 1 : from;
    int whole = digits(chars, at, to);
    if (whole == at || chars[at] == '0' && whole > at + 1) {
      return false;
    }
    at = whole;
    if (at < to && chars[at] == '.') {
      int fraction = digits(chars, at + 1, to);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < to && (chars[at] == 'e' || chars[at] == 'E')) {
      int sign = at + 1 < to && (chars[at + 1] == '+' || chars[at + 1] == '-') ? at + 2 : at + 1;
      int exponent = digits(chars, sign, to);
      if (exponent == sign) {
        return false;
      }
      at = exponent;
    }
    return at == to;
  }

  private static int digits(char[] chars, int from, int to) {
    int at = from;
    while (at < to && chars[at] >= '0' && chars[at] <= '9') {
      at++;
    }
    return at;
  }
}
