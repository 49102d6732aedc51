package dev.hourglass.base;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What an {@link IOException} means, for people: the JDK's own messages are often just a path. */
public final class Reason {
  private Reason() {}

  /** A few words without the file, which the caller names. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a folder";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      case CharacterCodingException _ -> "it is not text in UTF-8";
      case ClosedByInterruptException _ -> "the thread was interrupted";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
