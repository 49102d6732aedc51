package dev.hourglass.data.table;

/**
 * Where something was seen first; line 0 stands for nowhere.
 *
 * @param line the 1-based line
 * @param cell the cell's text
 */
record Sighting(int line, String cell) {
  static final Sighting NONE = new Sighting(0, "");

  boolean isSomewhere() {
    return line > 0;
  }

  /** This one, or where there is none the cell given. */
  Sighting or(int otherLine, RowCells cells, int position) {
    return isSomewhere() ? this : new Sighting(otherLine, cells.text(position));
  }
}
