package dev.hourglass.data.raw;

import java.util.Locale;

/** What a cell of a text table is. */
public enum Cell {
  NUMBER,
  MISSING,
  /** An explicit NaN: missing or an error, as the reader was told. */
  NAN,
  /** An infinity, by name or because the number is too large. */
  INFINITY,
  TEXT;

  /** Tells what a cell is; {@code text} must have no space around it. */
  public static Cell of(String text) {
    if (text.isEmpty()) {
      return MISSING;
    }
    if (isNumber(text)) {
      return Double.isInfinite(Double.parseDouble(text)) ? INFINITY : NUMBER;
    }
    if (text.length() > "-infinity".length()) {
      return TEXT;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "na", "n/a", "null", "?" -> MISSING;
      case "nan", "+nan", "-nan" -> NAN;
      case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity" -> INFINITY;
      default -> TEXT;
    };
  }

  /**
   * Decimal notation only: {@link Double#parseDouble} alone would also take {@code 1d} or 0x1p3.
   */
  private static boolean isNumber(String text) {
    int at = skipSign(text, 0);
    int wholeEnd = skipDigits(text, at);
    int digits = wholeEnd - at;
    at = wholeEnd;
    if (at < text.length() && text.charAt(at) == '.') {
      int fractionEnd = skipDigits(text, at + 1);
      digits += fractionEnd - at - 1;
      at = fractionEnd;
    }
    if (digits == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = skipSign(text, at + 1);
      at = skipDigits(text, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == text.length();
  }

  private static int skipSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
