package dev.hourglass.cli.screen;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Standard output that remembers why it could not be written: a {@link PrintStream} swallows that,
 * and an answer that nobody got would count as given.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out =
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
  private Optional<IOException> failure = Optional.empty();

  /** A stream over it, flushed at each line. */
  public PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      throw noted(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw noted(e);
    }
  }

  private IOException noted(IOException e) {
    if (failure.isEmpty()) {
      failure = Optional.of(e);
    }
    return e;
  }

  /** The first failure, once everything is flushed. */
  public Optional<IOException> failure() {
    try {
      flush();
    } catch (IOException _) {
      // noted
    }
    return failure;
  }
}
