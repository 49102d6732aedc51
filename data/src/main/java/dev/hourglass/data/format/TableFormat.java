package dev.hourglass.data.format;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A format of tables that are no text, which a module of its own can read: a service, found by
 * {@link java.util.ServiceLoader}.
 */
public interface TableFormat {
  /** What it is called, such as {@code Parquet}. */
  String name();

  /**
   * Begins with the rows of a file.
   *
   * @throws IOException if it cannot be read, with a reason that people understand
   */
  FormatRows open(Path file) throws IOException;
}
