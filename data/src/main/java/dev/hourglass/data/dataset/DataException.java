package dev.hourglass.data.dataset;

import dev.hourglass.base.Excerpt;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Input that cannot be used. The message is written for the person who can mend it: it names the
 * file and the row or column, what was found, what was expected and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was found where, what was expected, and what to do. */
  public DataException(String message) {
    super(Excerpt.of(message));
  }

  /** The same, with the exception that brought it to light. */
  public DataException(String message, Throwable cause) {
    super(Excerpt.of(message), cause);
  }

  /** A file could not be read, for a reason that the operating system gave. */
  public static DataException reading(Path path, IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> missing(path);
      case AccessDeniedException e ->
          new DataException(path + ": may not be read; check its permissions", e);
      default -> new DataException(path + ": could not be read: " + reason(cause), cause);
    };
  }

  /** A file could not be written, for a reason that the operating system gave. */
  public static DataException writing(Path path, IOException cause) {
    return switch (cause) {
      case NoSuchFileException e ->
          new DataException(path + ": its folder does not exist; create it first", e);
      case AccessDeniedException e ->
          new DataException(path + ": may not be written; choose a folder that may", e);
      case NotDirectoryException e ->
          new DataException(path + ": its parent is a file, not a folder", e);
      case FileAlreadyExistsException e ->
          new DataException(path + ": is in the way; remove it or choose another name", e);
      default -> new DataException(path + ": could not be written: " + reason(cause), cause);
    };
  }

  public static DataException missing(Path path) {
    return new DataException(
        path + ": there is no such file or folder (looked for " + path.toAbsolutePath() + ")");
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
