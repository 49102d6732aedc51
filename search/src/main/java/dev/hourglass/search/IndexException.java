package dev.hourglass.search;

/** An index cannot be used as asked; the message says which, why, and what to do. */
public final class IndexException extends RuntimeException {
  /** With what people should read. */
  public IndexException(String message) {
    super(message);
  }

  /** The same with what caused it. */
  public IndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
