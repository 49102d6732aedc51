package dev.hourglass.cli.screen;

/**
 * Something wrong with the command line itself, found after it was parsed: flags that do not go
 * together, an output that cannot be written. Ends with {@link ExitCode#USAGE}.
 */
public final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Mistake(String message) {
    super(message);
  }
}
