package dev.hourglass.cli.screen;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where messages and progress go: standard error, and what kind of thing it is.
 *
 * @param stream standard error
 * @param isTerminal whether somebody watches it, so that a line may be drawn over
 * @param columns the terminal's width
 */
public record Screen(PrintStream stream, boolean isTerminal, int columns) {
  /** Set by the launcher to the terminal's width where standard error is a terminal. */
  private static final String TERMINAL = "HOURGLASS_TERMINAL";

  private static final String ERASE_LINE = "\r\033[2K";
  private static final int DEFAULT_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 40;

  /** Standard error as the launcher or the operating system describes it. */
  public static Screen ofStandardError() {
    PrintStream stream = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    String width = System.getenv(TERMINAL);
    if (width != null) {
      return new Screen(stream, true, columns(width));
    }
    return new Screen(stream, standardErrorIsTerminal(), DEFAULT_COLUMNS);
  }

  /** Says nothing. */
  public static Screen silent() {
    return new Screen(new PrintStream(PrintStream.nullOutputStream()), false, DEFAULT_COLUMNS);
  }

  private static int columns(String width) {
    try {
      int columns = Integer.parseInt(width.strip());
      return columns == 0 ? DEFAULT_COLUMNS : Math.max(FEWEST_COLUMNS, columns);
    } catch (NumberFormatException _) {
      return DEFAULT_COLUMNS;
    }
  }

  /** Java tells only about standard input and output, Linux about every file. */
  private static boolean standardErrorIsTerminal() {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /** Draws a line over the one that was drawn before; for terminals. */
  public void draw(String line) {
    int most = columns - 1;
    stream.print(ERASE_LINE + (line.length() > most ? line.substring(0, most) : line));
    stream.flush();
  }

  /** A line for people. */
  public void say(String line) {
    stream.println(line);
  }

  /** Something people should know, such as how their data was understood. */
  public void remark(String line) {
    stream.println("hourglass: " + Failures.inFlags(line));
  }

  /** A remark that does not stop anything. */
  public void warn(String line) {
    stream.println("hourglass: warning: " + Failures.inFlags(line));
  }
}
