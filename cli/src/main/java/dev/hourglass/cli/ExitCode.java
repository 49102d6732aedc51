package dev.hourglass.cli;

/** What scripts read off a finished command. */
final class ExitCode {
  /** All is well. */
  static final int OK = 0;

  /** The command was understood but could not be done. */
  static final int FAILURE = 1;

  /** The command line or the recipe is wrong. */
  static final int USAGE = 2;

  // 130 (Ctrl-C) and 143 (SIGTERM) are the JVM's own, see Interruption.

  private ExitCode() {}
}
