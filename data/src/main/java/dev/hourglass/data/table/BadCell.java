package dev.hourglass.data.table;

import dev.hourglass.data.dataset.DataException;

/** What is said of a cell that does not belong in its column. */
public final class BadCell {
  private static final int LONGEST = 40;

  private BadCell() {}

  /** Text in a column that a preparation was fitted on numbers of. */
  public static DataException text(String source, int line, String column, String cell) {
    return new DataException(
        found(source, line, column, cell)
            + ", but the model was trained on numbers there; correct the cell, or leave it empty to"
            + " have it filled in, or say with option 'decimal' whether numbers have a point or a"
            + " comma");
  }

  /** What is no date or time of a column that a preparation was fitted on such. */
  public static DataException time(
      String source, int line, String column, String cell, String pattern) {
    return new DataException(
        found(source, line, column, cell)
            + ", but the model was trained on dates or times written as "
            + pattern
            + " there; write the cell so, or leave it empty to have it filled in");
  }

  static DataException infinite(String source, int line, String column, String cell) {
    return new DataException(
        found(source, line, column, cell)
            + ", which is infinite; every number must be finite: correct the cell, or leave it"
            + " empty to have it filled in, or give "
            + leavingOut(column));
  }

  static DataException nan(String source, int line, String column, String cell) {
    return new DataException(
        found(source, line, column, cell)
            + ", which is not a number; correct the cell, or leave it empty or give option"
            + " 'nan-is-missing' to have it filled in, or give "
            + leavingOut(column));
  }

  private static String leavingOut(String column) {
    return "option 'ignore' = \"%s\" to leave the column out".formatted(column);
  }

  /** {@code t.csv, line 3, column 'a': found 'x'}. */
  static String found(String source, int line, String column, String cell) {
    return "%s, line %d, column '%s': found '%s'".formatted(source, line, column, shown(cell));
  }

  private static String shown(String cell) {
    return cell.length() <= LONGEST ? cell : cell.substring(0, LONGEST) + "…";
  }
}
