package dev.hourglass.data.file;

import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.DataException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Files of samples that are written, whole or not at all. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Writes a file whole.
   *
   * @throws DataException if it cannot be written, saying why; what was there before is still there
   */
  public static void write(Path path, WholeFile.Content content) {
    try {
      WholeFile.write(path, content);
    } catch (UncheckedIOException e) {
      throw DataException.writing(path, e.getCause());
    }
  }
}
