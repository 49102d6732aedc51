package dev.hourglass.cli;

/**
 * Something wrong with the command line itself, found after it was parsed: flags that do not go
 * together, an output that cannot be written. Ends with {@link ExitCode#USAGE}.
 */
final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1;

  Mistake(String message) {
    super(message);
  }
}
