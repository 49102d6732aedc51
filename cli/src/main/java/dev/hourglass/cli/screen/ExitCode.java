package dev.hourglass.cli.screen;

/** What scripts read off a finished command. */
public final class ExitCode {
  /** All is well. */
  public static final int OK = 0;

  /** The command was understood but could not be done. */
  public static final int FAILURE = 1;

  /** The command line or the recipe is wrong. */
  public static final int USAGE = 2;

  /** Whoever read standard output has stopped: 128 and the number of SIGPIPE, as with any tool. */
  public static final int READER_GONE = 141;

  // 130 (Ctrl-C) and 143 (SIGTERM) are the JVM's own, see Interruption.

  private ExitCode() {}
}
