package dev.hourglass.data.raw;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads numbers as people and programs write them: {@code -1.5e3}, {@code 13,558}, {@code 13'558},
 * {@code 1 234,5}, {@code 13.6%}, {@code $12.50}, {@code 12 EUR}, {@code (3.20)} for -3.20, {@code
 * −5} with the typographer's minus. One reader reads one cell after the other without taking from
 * the heap; it is not thread-safe.
 */
public final class NumberText {
  /** What stands around a number, or within it, besides digits, mark and exponent. */
  public enum Decoration {
    NONE,
    /** Thousands are set apart. */
    GROUPED,
    PERCENT,
    CURRENCY
  }

  private static final int LONGEST = 64;
  private static final int GROUP = 3;
  private static final int CODE = 3;

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private final DecimalMark mark;
  private final char[] plain = new char[LONGEST];
  private char[] copy = new char[LONGEST];
  private double value;
  private Decoration decoration = Decoration.NONE;
  private boolean grouped;
  private char symbol;
  private boolean leadingZero;

  public NumberText(DecimalMark mark) {
    this.mark = mark;
  }

  /** Whether this counts as space around a cell; unlike Java's, no-break spaces do. */
  public static boolean isBlank(char c) {
    return c <= ' ' || c >= '\u00A0' && (Character.isSpaceChar(c) || c == '\uFEFF');
  }

  /** A text without what counts as space around it. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** The number last read; only after {@link Cell#NUMBER}. */
  public double value() {
    return value;
  }

  /** What was about the number last read. */
  public Decoration decoration() {
    return decoration;
  }

  /** Whether thousands were set apart in the number last read. */
  public boolean isGrouped() {
    return grouped;
  }

  /** Whether the number last read begins with a 0 that other digits follow, as codes do. */
  public boolean hasLeadingZero() {
    return leadingZero;
  }

  /** How the currency of the number last read begins; only with {@link Decoration#CURRENCY}. */
  public char symbol() {
    return symbol;
  }

  /** Reads a cell, spaces around it or not. */
  public Cell read(String text) {
    String cell = strip(text);
    if (cell.length() > copy.length) {
      copy = new char[cell.length()];
    }
    cell.getChars(0, cell.length(), copy, 0);
    return read(copy, 0, cell.length());
  }

  /** Reads a cell that has no space around it. */
  public Cell read(char[] text, int from, int to) {
    decoration = Decoration.NONE;
    grouped = false;
    leadingZero = false;
    if (from == to) {
      return Cell.MISSING;
    }
    if (isPlain(text, from, to)) {
      return parsed(text, from, to);
    }
    if (to - from <= LONGEST && isDecorated(text, from, to)) {
      return Cell.NUMBER;
    }
    return Cell.ofWord(new String(text, from, to - from));
  }

  private Cell parsed(char[] text, int from, int to) {
    if (mark == DecimalMark.POINT) {
      value = JavaDoubleParser.parseDouble(text, from, to - from);
    } else if (to - from <= LONGEST) {
      for (int i = from; i < to; i++) {
        plain[i - from] = text[i] == ',' ? '.' : text[i];
      }
      value = JavaDoubleParser.parseDouble(plain, 0, to - from);
    } else {
      value = Double.parseDouble(new String(text, from, to - from).replace(',', '.'));
    }
    return Double.isInfinite(value) ? Cell.INFINITY : Cell.NUMBER;
  }

  /** Sign, digits with or without a mark among them, exponent. */
  private boolean isPlain(char[] text, int from, int to) {
    int at = isSign(text[from]) ? from + 1 : from;
    int whole = at;
    at = skipDigits(text, at, to);
    int digits = at - whole;
    leadingZero = digits > 1 && text[whole] == '0';
    if (at < to && text[at] == mark.mark()) {
      int fraction = skipDigits(text, at + 1, to);
      // "1." is a number, "1," is a list that goes on.
      if (fraction == at + 1 && mark == DecimalMark.COMMA) {
        return false;
      }
      digits += fraction - at - 1;
      at = fraction;
    }
    return digits > 0 && skipExponent(text, at, to) == to;
  }

  private static int skipExponent(char[] text, int at, int to) {
    if (at >= to || (text[at] | 0x20) != 'e') {
      return at;
    }
    int digits = at + 1 < to && isSign(text[at + 1]) ? at + 2 : at + 1;
    int end = skipDigits(text, digits, to);
    return end == digits ? at : end;
  }

  private static boolean isSign(char c) {
    return c == '-' || c == '+';
  }

  private static boolean isMinus(char c) {
    return c == '-' || c == '\u2212' || c == '\u2012' || c == '\u2013' || c == '\uFF0D';
  }

  private static int skipDigits(char[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  /** What remains when signs, currency, percent and brackets are taken off from both ends. */
  private boolean isDecorated(char[] text, int begin, int end) {
    int from = begin;
    int to = end;
    boolean negative = false;
    if (text[from] == '(' && text[to - 1] == ')' && to - from > 2) {
      negative = true;
      from++;
      to--;
    }
    boolean signed = negative;
    for (boolean more = true; more && from < to; ) {
      more = false;
      char first = text[from];
      if (isBlank(first)) {
        from++;
        more = true;
      } else if (!signed && (isMinus(first) || first == '+')) {
        negative = first != '+';
        signed = true;
        from++;
        more = true;
      } else if (decoration == Decoration.NONE && currencyAt(text, from, to) > 0) {
        symbol = text[from];
        from += currencyAt(text, from, to);
        decoration = Decoration.CURRENCY;
        more = true;
      }
    }
    for (boolean more = true; more && from < to; ) {
      more = false;
      char last = text[to - 1];
      if (isBlank(last)) {
        to--;
        more = true;
      } else if (decoration == Decoration.NONE && (last == '%' || last == '\uFF05')) {
        to--;
        decoration = Decoration.PERCENT;
        more = true;
      } else if (decoration == Decoration.NONE && currencyBefore(text, from, to) > 0) {
        to -= currencyBefore(text, from, to);
        symbol = text[to];
        decoration = Decoration.CURRENCY;
        more = true;
      } else if (!signed && isMinus(last) && to - from > 1) {
        // As ledgers write it: 12.50-
        negative = true;
        signed = true;
        to--;
        more = true;
      }
    }
    return from < to && isUngrouped(text, from, to, negative);
  }

  private static int currencyAt(char[] text, int from, int to) {
    if (Character.getType(text[from]) == Character.CURRENCY_SYMBOL) {
      return 1;
    }
    boolean code = to - from > CODE && CURRENCIES.contains(new String(text, from, CODE));
    return code ? CODE : 0;
  }

  private static int currencyBefore(char[] text, int from, int to) {
    if (Character.getType(text[to - 1]) == Character.CURRENCY_SYMBOL) {
      return 1;
    }
    boolean code = to - from > CODE && CURRENCIES.contains(new String(text, to - CODE, CODE));
    return code ? CODE : 0;
  }

  /** Takes out what stands between thousands, the same everywhere, and reads what is left. */
  private boolean isUngrouped(char[] text, int from, int to, boolean negative) {
    int size = 0;
    if (negative) {
      plain[size++] = '-';
    }
    char separator = 0;
    int sinceSeparator = 0;
    int at = from;
    for (; at < to; at++) {
      char c = text[at];
      if (c >= '0' && c <= '9') {
        plain[size++] = c;
        sinceSeparator++;
      } else if (isGrouping(c) && at > from && at + 1 < to && isDigit(text[at + 1])) {
        if (separator == 0
            ? !startsGroups(text, from, at)
            : c != separator || !isGroup(sinceSeparator, c)) {
          return false;
        }
        separator = c;
        sinceSeparator = 0;
      } else {
        break;
      }
    }
    if (separator != 0 && sinceSeparator != GROUP) {
      return false;
    }
    grouped = separator != 0;
    int digits = negative ? size - 1 : size;
    if (at < to && text[at] == mark.mark()) {
      plain[size++] = '.';
      int fraction = skipDigits(text, at + 1, to);
      digits += fraction - at - 1;
      for (int i = at + 1; i < fraction; i++) {
        plain[size++] = text[i];
      }
      at = fraction;
    }
    int exponent = skipExponent(text, at, to);
    for (; at < exponent; at++) {
      plain[size++] = text[at];
    }
    if (at != to || digits == 0) {
      return false;
    }
    if (grouped && decoration == Decoration.NONE) {
      decoration = Decoration.GROUPED;
    }
    value = JavaDoubleParser.parseDouble(plain, 0, size);
    return Double.isFinite(value);
  }

  private boolean isGrouping(char c) {
    return c == mark.grouping() || c == '\'' || c == '\u2019' || isBlank(c);
  }

  /** One to three digits that do not begin with 0: {@code 0,123} has a decimal comma. */
  private static boolean startsGroups(char[] text, int from, int at) {
    return at - from <= GROUP && text[from] != '0';
  }

  /** Three digits; or two, as in India: 12,34,567. */
  private static boolean isGroup(int digits, char separator) {
    return digits == GROUP || digits == 2 && separator == ',';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
