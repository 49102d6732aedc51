package dev.hourglass.data.raw;

import java.util.Locale;

/** What a cell of a text table is. */
public enum Cell {
  NUMBER,
  MISSING,
  /** A word that means nothing is there among numbers, and may be a category elsewhere. */
  PLACEHOLDER,
  /** An explicit NaN: missing or an error, as the reader was told. */
  NAN,
  /** An infinity, by name or because the number is too large. */
  INFINITY,
  TEXT;

  private static final int LONGEST_WORD = "not available".length();

  /** Tells what a cell is that has a decimal point, if any. */
  public static Cell of(String text) {
    return of(text, DecimalMark.POINT);
  }

  /** Tells what a cell is. */
  public static Cell of(String text, DecimalMark mark) {
    return new NumberText(mark).read(text);
  }

  /** Tells what a cell without spaces around it is that is no number. */
  static Cell ofWord(CharSequence text) {
    if (text.isEmpty()) {
      return MISSING;
    }
    if (text.length() > LONGEST_WORD) {
      return TEXT;
    }
    return switch (text.toString().toLowerCase(Locale.ROOT)) {
      case "na", "n/a", "null", "?" -> MISSING;
      case "nan", "+nan", "-nan" -> NAN;
      case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞", "−∞" ->
          INFINITY;
      case "none", "nil", "missing", "(missing)", "unknown", "no data", "not available" ->
          PLACEHOLDER;
      case "-", "--", "---", "–", "—", "−", ".", "..", "...", "*", "#", "(null)", "\\n", "<na>" ->
          PLACEHOLDER;
      case "n.a.", "n. a.", "k.a.", "k. a.", "nat", "<null>", "[null]" -> PLACEHOLDER;
      case "#n/a", "#na", "#n/a n/a", "#null!", "#value!", "#div/0!", "#ref!", "#num!", "#name?" ->
          PLACEHOLDER;
      default -> TEXT;
    };
  }
}
