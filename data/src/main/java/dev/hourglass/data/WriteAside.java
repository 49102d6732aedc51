package dev.hourglass.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file beside its place and moves it there when whole, so that no half file is seen. */
final class WriteAside {
  private WriteAside() {}

  /** What is written. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * @throws DataException if the file cannot be written; what was there before is still there
   */
  static void write(Path path, Body body) {
    Path folder = path.toAbsolutePath().getParent();
    try {
      if (Files.isDirectory(path)) {
        throw new DataException(path + ": is a folder; give the name of a file to write");
      }
      // Not createTempFile, whose files only their owner may read.
      Path aside =
          folder.resolve(
              ".%s.%d.part".formatted(path.getFileName(), ProcessHandle.current().pid()));
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
          body.writeTo(out);
        }
        move(aside, path);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw DataException.writing(path, e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
