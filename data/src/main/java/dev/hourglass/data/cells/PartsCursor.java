package dev.hourglass.data.cells;

import java.util.Iterator;

/** Goes through the rows of several tables of the same columns, one after the other. */
public final class PartsCursor implements RowCursorView {
  private final Iterator<RowCursor> parts;
  private RowCursor current;

  /**
   * Begins.
   *
   * @param first the first of them; closed when it is done, or with this
   * @param others opens the next when asked for it
   */
  public PartsCursor(RowCursor first, Iterator<RowCursor> others) {
    this.current = first;
    this.parts = others;
  }

  @Override
  public boolean step() {
    while (!current.step()) {
      if (!parts.hasNext()) {
        return false;
      }
      current.close();
      current = parts.next();
    }
    return true;
  }

  @Override
  public RowCursor rows() {
    return current;
  }
}
