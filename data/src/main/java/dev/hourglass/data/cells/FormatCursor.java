package dev.hourglass.data.cells;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.format.FormatRows;
import java.io.IOException;
import java.nio.file.Path;

/** Goes through the rows of a table that is no text; a row's number stands for its line. */
public final class FormatCursor implements RowCursor {
  private final Path path;
  private final FormatRows rows;
  private final RowCells cells;
  private final int width;
  private long row;

  /** Begins; the rows are closed with the cursor. */
  public FormatCursor(Path path, FormatRows rows) {
    this.path = path;
    this.rows = rows;
    this.cells = new RowCells(path.toString());
    this.width = rows.columns().size();
  }

  @Override
  public boolean step() {
    try {
      if (!rows.next()) {
        return false;
      }
      cells.begin(++row);
      for (int i = 0; i < width; i++) {
        cells.add(rows.cell(i));
      }
      return true;
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  @Override
  public boolean fits() {
    return true;
  }

  @Override
  public DataException misfit() {
    throw new IllegalStateException("every row of " + path + " fits");
  }

  @Override
  public RowCells cells() {
    return cells;
  }

  @Override
  public int line() {
    return cells.line();
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }
}
