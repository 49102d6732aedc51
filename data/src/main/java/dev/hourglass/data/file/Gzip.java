package dev.hourglass.data.file;

import dev.hourglass.data.dataset.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Packed files: how they are told, and what is said when they are damaged. */
public final class Gzip {
  private Gzip() {}

  /** Whether these first bytes of a file begin packed data. */
  public static boolean hasMagic(byte[] start) {
    return start.length >= 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
  }

  /** A file, packed or not, could not be read any farther. */
  public static DataException failure(Path path, IOException e) {
    return switch (e) {
      case EOFException eof ->
          new DataException(
              path + ": the gzip data ends too early; the file was cut short, fetch it again", eof);
      case ZipException zip ->
          new DataException(
              path + ": the gzip data is damaged (" + zip.getMessage() + "); fetch it again", zip);
      default -> DataException.reading(path, e);
    };
  }
}
