package dev.hourglass.tasks.compress;

/** A compressed file that cannot be used, or data that cannot be compressed as asked. */
public final class CompressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what was found, what was expected and what to do. */
  public CompressionException(String message) {
    super(message);
  }

  /** The same with what led to it. */
  public CompressionException(String message, Throwable cause) {
    super(message, cause);
  }
}
