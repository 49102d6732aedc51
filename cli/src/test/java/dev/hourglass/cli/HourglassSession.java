package dev.hourglass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs commands one after another in a single process with a working folder, as a shell in which
 * the program is already warm. Tests with many short commands take a fraction of the time so, and a
 * command that leaves something behind that the next one stumbles over is found out. What belongs
 * to a process (signals, pipes, memory, its very end) is tested with {@link HourglassProcess}.
 */
final class HourglassSession implements AutoCloseable {
  private final Process process;
  private final DataOutputStream commands;
  private final DataInputStream outcomes;

  HourglassSession(Path folder) {
    try {
      process =
          HourglassProcess.ofLongRuns(folder)
              .java(Resident.class)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands = new DataOutputStream(process.getOutputStream());
    outcomes = new DataInputStream(process.getInputStream());
  }

  /** Runs a command to its end. */
  synchronized Outcome run(String... args) {
    try {
      commands.writeInt(args.length);
      for (String arg : args) {
        commands.writeUTF(arg);
      }
      commands.flush();
      int code = outcomes.readInt();
      return new Outcome(code, text(outcomes), text(outcomes));
    } catch (EOFException e) {
      throw new AssertionError("the process ended while it ran " + List.of(args), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  @Override
  public void close() {
    // At the end of its input the process ends.
    try {
      commands.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other end. */
  static final class Resident {
    private Resident() {}

    public static void main(String[] unused) throws IOException {
      DataInputStream commands = new DataInputStream(System.in);
      DataOutputStream outcomes = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
      System.setIn(InputStream.nullInputStream());
      // Loggers keep the stream that they find first: so one stays for all commands.
      Caught out = new Caught();
      Caught err = new Caught();
      System.setOut(new PrintStream(out, true, UTF_8));
      System.setErr(new PrintStream(err, true, UTF_8));
      while (true) {
        int count;
        try {
          count = commands.readInt();
        } catch (EOFException _) {
          System.exit(0);
          return;
        }
        String[] args = new String[count];
        for (int i = 0; i < count; i++) {
          args[i] = commands.readUTF();
        }
        int code = Main.run(args, System.err);
        System.out.flush();
        outcomes.writeInt(code);
        out.moveTo(outcomes);
        err.moveTo(outcomes);
      }
    }
  }

  /** What was printed since it was last asked. */
  private static final class Caught extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      bytes.write(b);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int count) {
      bytes.write(from, offset, count);
    }

    synchronized void moveTo(DataOutputStream to) throws IOException {
      to.writeInt(bytes.size());
      bytes.writeTo(to);
      bytes.reset();
      to.flush();
    }
  }
}
