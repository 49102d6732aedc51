package dev.hourglass.cli.screen;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Standard output that remembers why it could not be written, where {@link PrintStream} only
 * remembers that: a reader that has seen enough is no failure, a full disk is.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream file = new FileOutputStream(FileDescriptor.out);
  private Optional<IOException> failure = Optional.empty();

  private StandardOutput() {}

  /** Puts it in the place of {@link System#out}. */
  public static StandardOutput open() {
    StandardOutput output = new StandardOutput();
    System.setOut(new PrintStream(new BufferedOutputStream(output), true, StandardCharsets.UTF_8));
    return output;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      file.write(bytes, from, count);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  /**
   * What the process ends with, now that all is printed.
   *
   * @param code of the command
   * @param err where a failure is told
   */
  public int exitCode(int code, PrintStream err) {
    System.out.flush();
    if (failure.isEmpty()) {
      return code;
    }
    if (isReaderGone(failure.get())) {
      return code == ExitCode.OK ? ExitCode.READER_GONE : code;
    }
    err.printf(
        "hourglass: standard output could not be written (%s); what was to be printed is lost%n",
        failure.get().getMessage());
    return code == ExitCode.OK ? ExitCode.FAILURE : code;
  }

  /** A pipe has no other way to fail; its message may be in the user's language. */
  private static boolean isReaderGone(IOException e) {
    if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
      return true;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }
}
