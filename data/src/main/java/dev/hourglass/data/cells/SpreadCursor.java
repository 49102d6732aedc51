package dev.hourglass.data.cells;

/** Goes through some of the rows of a table, told by their numbers. */
public final class SpreadCursor implements RowCursorView {
  private final RowCursor rows;
  private final int[] wanted;
  private int at = -1;
  private int next;

  /**
   * Begins.
   *
   * @param wanted the rows' numbers from 0, ascending
   */
  public SpreadCursor(RowCursor rows, int[] wanted) {
    this.rows = rows;
    this.wanted = wanted.clone();
  }

  @Override
  public boolean step() {
    if (next == wanted.length) {
      return false;
    }
    do {
      if (!rows.step()) {
        return false;
      }
      at++;
    } while (at < wanted[next]);
    next++;
    return true;
  }

  @Override
  public RowCursor rows() {
    return rows;
  }
}
