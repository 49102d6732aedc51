package dev.hourglass.data.format;

import java.io.IOException;
import java.util.List;

/** The rows of a table that is no text, from front to back. */
public interface FormatRows extends AutoCloseable {
  /** The columns' names. */
  List<String> columns();

  /**
   * Goes to the next row.
   *
   * @return whether there is one
   * @throws IOException if it cannot be read, with a reason that people understand
   */
  boolean next() throws IOException;

  /**
   * A cell of the row it is at, as a text table would have it: numbers with a decimal point, dates
   * and times as ISO 8601 writes them, all of a column alike; empty where there is none.
   *
   * @param column from 0
   * @throws IOException if it cannot be read
   */
  String cell(int column) throws IOException;

  @Override
  void close() throws IOException;
}
