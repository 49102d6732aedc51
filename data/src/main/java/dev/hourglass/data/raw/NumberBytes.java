package dev.hourglass.data.raw;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/**
 * Reads numbers in bytes as JSON writes them, such as {@code -12.5e3}: to the same bits as {@link
 * Double#parseDouble}, without taking from the heap. Not thread-safe.
 */
public final class NumberBytes {
  /** No number: something else begins there. */
  public static final int NONE = -1;

  private static final int LONGEST = 64;

  /** So many digits fit a long. */
  private static final int MOST_DIGITS = 18;

  /** Whole numbers up to this are doubles. */
  private static final long MOST_EXACT = 1L << 53;

  /** Powers of ten that are doubles: a quotient or product of two such numbers is rounded once. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private double value;

  /** The number last read. */
  public double value() {
    return value;
  }

  /**
   * Reads a number.
   *
   * @param from where it begins
   * @return where it ends; {@link #NONE} where none begins, or one that is too long or too large
   */
  public int read(byte[] text, int from) {
    int at = from < text.length && text[from] == '-' ? from + 1 : from;
    int whole = at;
    long digits = 0;
    for (; at < text.length && isDigit(text[at]); at++) {
      digits = 10 * digits + (text[at] - '0');
    }
    int count = at - whole;
    if (count == 0 || count > 1 && text[whole] == '0') {
      return NONE;
    }
    int scale = 0;
    if (at < text.length && text[at] == '.') {
      int fraction = ++at;
      for (; at < text.length && isDigit(text[at]); at++) {
        digits = 10 * digits + (text[at] - '0');
      }
      scale = at - fraction;
      if (scale == 0) {
        return NONE;
      }
      count += scale;
    }
    if (at < text.length && (text[at] | 0x20) == 'e') {
      int end = exponentEnd(text, at);
      return end == NONE ? NONE : parsed(text, from, end);
    }
    if (count > MOST_DIGITS || digits > MOST_EXACT || scale >= POWERS.length) {
      return parsed(text, from, at);
    }
    double size = digits / POWERS[scale];
    value = whole == from ? size : -size;
    return at;
  }

  private static int exponentEnd(byte[] text, int from) {
    int at = from + 1;
    if (at < text.length && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int digits = at;
    while (at < text.length && isDigit(text[at])) {
      at++;
    }
    return at == digits ? NONE : at;
  }

  private int parsed(byte[] text, int from, int to) {
    if (to - from > LONGEST) {
      return NONE;
    }
    value = JavaDoubleParser.parseDouble(text, from, to - from);
    return Double.isFinite(value) ? to : NONE;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
