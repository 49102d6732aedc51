package dev.hourglass.data.rating;

/** Rows of cells, one after the other, whatever they are written in. */
interface RatingRows extends AutoCloseable {
  /**
   * Goes to the next row that is not blank.
   *
   * @return whether there is one
   * @throws dev.hourglass.data.dataset.DataException if it cannot be read
   */
  boolean next();

  /** How many cells the row has. */
  int cells();

  /** The 1-based line that the row begins on; its number where there are no lines. */
  int line();

  /** A cell of the row, without space around it; empty where the row is too short. */
  String text(int cell);

  /** A cell as a number with a decimal point; NaN where it is none. */
  double number(int cell);

  @Override
  void close();
}
