package dev.hourglass.data.raw;

/** The mark between the whole part and the fraction of numbers written as text. */
public enum DecimalMark {
  /** {@code 1234.5}, {@code 1,234.5}. */
  POINT('.', ','),
  /** {@code 1234,5}, {@code 1.234,5}. */
  COMMA(',', '.');

  private final char mark;
  private final char grouping;

  DecimalMark(char mark, char grouping) {
    this.mark = mark;
    this.grouping = grouping;
  }

  /** The mark itself. */
  public char mark() {
    return mark;
  }

  /** What may stand between thousands, besides spaces and apostrophes. */
  char grouping() {
    return grouping;
  }

  /** The other one. */
  public DecimalMark other() {
    return this == POINT ? COMMA : POINT;
  }
}
