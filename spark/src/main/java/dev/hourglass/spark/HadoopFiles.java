package dev.hourglass.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whole files on whatever file system Hadoop knows. */
final class HadoopFiles {
  private HadoopFiles() {}

  /**
   * All bytes of a file.
   *
   * @throws UncheckedIOException naming the file, if it is not there or cannot be read
   */
  static byte[] read(String file, Configuration configuration) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(
          "there is no model file %s; a path without a scheme lies on the cluster's own file system, so say file:// for this machine's"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Writes a file aside and moves it into place, over what was there.
   *
   * @throws UncheckedIOException naming the file; then it is as it was before
   */
  static void write(String file, byte[] bytes, Configuration configuration) {
    Path path = new Path(file);
    Path aside = new Path(path.getParent(), "." + path.getName() + ".part");
    try {
      FileSystem files = path.getFileSystem(configuration);
      try (OutputStream out = files.create(aside, true)) {
        out.write(bytes);
      }
      // Not every file system moves over what is there.
      if (!files.rename(aside, path) && !(files.delete(path, false) && files.rename(aside, path))) {
        files.delete(aside, false);
        throw new IOException("it cannot be moved into place");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
