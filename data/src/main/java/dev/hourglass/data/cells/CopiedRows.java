package dev.hourglass.data.cells;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Goes through rows of a copy that is deleted when they are closed.
 *
 * @param rows of the copy
 * @param copy a file of its own, in the temporary folder
 */
public record CopiedRows(RowCursor rows, Path copy) implements RowCursorView {
  @Override
  public boolean step() {
    return rows.step();
  }

  @Override
  public void close() {
    rows.close();
    try {
      Files.deleteIfExists(copy);
    } catch (IOException _) {
      copy.toFile().deleteOnExit();
    }
  }
}
