package dev.hourglass.data.table;

import dev.hourglass.data.raw.RawData;
import java.util.List;

/**
 * A table that was read, and how it was understood.
 *
 * @param table its columns
 * @param layout how it is written, for people: encoding, separator, decimal mark
 * @param headerLine the 1-based line of the header, or of the first row where there is none
 * @param leftOut columns that nothing is learned from, besides those that were asked to be left out
 * @param remarks what people should know: what was guessed or left out, a sentence each
 */
public record TableReading(
    RawData.Table table,
    String layout,
    int headerLine,
    List<LeftOut> leftOut,
    List<String> remarks) {
  /** A column that is left out, and why. */
  public record LeftOut(String name, String reason) {}

  public TableReading {
    leftOut = List.copyOf(leftOut);
    remarks = List.copyOf(remarks);
  }
}
