package dev.hourglass.data.cells;

import dev.hourglass.data.dataset.DataException;
import java.util.List;
import java.util.Optional;

/** Goes through some of the rows of a table, told by their numbers. */
public final class SpreadCursor implements RowCursor {
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
  public boolean fits() {
    return rows.fits();
  }

  @Override
  public DataException misfit() {
    return rows.misfit();
  }

  @Override
  public RowCells cells() {
    return rows.cells();
  }

  @Override
  public int line() {
    return rows.line();
  }

  @Override
  public boolean isJson() {
    return rows.isJson();
  }

  @Override
  public Optional<String> members() {
    return rows.members();
  }

  @Override
  public List<String> lateRemarks() {
    return rows.lateRemarks();
  }

  @Override
  public void close() {
    rows.close();
  }
}
