package dev.hourglass.data.raw;

import java.util.List;

/**
 * How a file of a table was understood.
 *
 * @param text how it is written, for people: encoding, separator, decimal mark; empty where it was
 *     no text
 * @param decimal the decimal mark of its numbers
 * @param leftOut columns that nothing is learned from, besides those that were asked to be left out
 */
public record TableLayout(String text, DecimalMark decimal, List<LeftOut> leftOut) {
  /** Of a table that was no text. */
  public static final TableLayout NONE = new TableLayout("", DecimalMark.POINT, List.of());

  /** A column that is left out, and why. */
  public record LeftOut(String name, String reason) {}

  public TableLayout {
    leftOut = List.copyOf(leftOut);
  }
}
