package dev.hourglass.data.dataset;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What data is called, told from where it lies. */
final class SourceName {
  private SourceName() {}

  /**
   * The last part of a path; of one that has no name, such as {@code .}, that of the folder it
   * stands for. What is no path is its own name.
   */
  static String of(String source) {
    try {
      Path path = Path.of(source);
      Path last = path.normalize().getFileName();
      boolean named = last != null && !last.toString().isEmpty() && !last.toString().equals("..");
      Path name = named ? last : path.toAbsolutePath().normalize().getFileName();
      return name == null ? source : name.toString();
    } catch (InvalidPathException e) {
      return source;
    }
  }
}
