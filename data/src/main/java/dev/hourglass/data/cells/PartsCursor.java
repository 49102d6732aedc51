package dev.hourglass.data.cells;

import dev.hourglass.data.dataset.DataException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Goes through the rows of several tables of the same columns, one after the other. */
public final class PartsCursor implements RowCursor {
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
  public boolean fits() {
    return current.fits();
  }

  @Override
  public DataException misfit() {
    return current.misfit();
  }

  @Override
  public RowCells cells() {
    return current.cells();
  }

  /** The line within its own table. */
  @Override
  public int line() {
    return current.line();
  }

  @Override
  public boolean isJson() {
    return current.isJson();
  }

  @Override
  public Optional<String> members() {
    return current.members();
  }

  @Override
  public List<String> lateRemarks() {
    return current.lateRemarks();
  }

  @Override
  public void close() {
    current.close();
  }
}
