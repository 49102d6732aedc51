package dev.hourglass.data.cells;

import dev.hourglass.data.dataset.DataException;
import java.util.List;
import java.util.Optional;

/** Goes once through the rows of a table, whatever it is written in. */
public interface RowCursor extends AutoCloseable {
  /**
   * Goes to the next row.
   *
   * @return whether there is one
   * @throws DataException if it does not fit, or what it is read from is damaged
   */
  default boolean advance() {
    if (!step()) {
      return false;
    }
    if (!fits()) {
      throw misfit();
    }
    return true;
  }

  /**
   * Goes to the next row, whether it fits or not.
   *
   * @return whether there is one
   * @throws DataException if what it is read from is damaged
   */
  boolean step();

  /** Whether the row it is at has the table's columns. */
  boolean fits();

  /** What is said of a row that does not fit. */
  DataException misfit();

  /** The row it is at; the next one overwrites it. */
  RowCells cells();

  /** The 1-based line that this row begins on; its number where there are no lines. */
  int line();

  /** Whether its rows are JSON objects. */
  default boolean isJson() {
    return false;
  }

  /** The members of the JSON object that this row was, as they stand there without its braces. */
  default Optional<String> members() {
    return Optional.empty();
  }

  /** What was found out of the table by its rows so far, a sentence each. */
  default List<String> lateRemarks() {
    return List.of();
  }

  @Override
  void close();
}
