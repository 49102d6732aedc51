package dev.hourglass.base;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The one way in which files are written: a reader sees the old content or the new, never half of
 * it, whoever else writes the same file at the same time.
 *
 * <p>The content goes to a file of a name nobody else has beside the target, is forced to the disk
 * and moved into place. Missing folders are made; a symbolic link is followed, so that the file it
 * leads to is replaced and not the link; what is neither a file nor missing is refused. An
 * interrupt of the thread does not break it off.
 */
public final class WholeFile {
  private static final int BUFFER = 1 << 16;

  /** So long the end of the program waits for a file that is being written. */
  private static final int PATIENCE_SECONDS = 3;

  private WholeFile() {}

  /** Content may close its stream, say around a packed one; the file must outlive that. */
  private static final class Unclosed extends BufferedOutputStream {
    Unclosed(OutputStream out) {
      super(out, BUFFER);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** What is written. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; flushing and closing is allowed and not needed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file whole.
   *
   * @throws UncheckedIOException naming the file if it cannot be written; what was there before is
   *     still there
   */
  public static void write(Path file, byte[] content) {
    write(file, out -> out.write(content));
  }

  /**
   * Writes a file whole.
   *
   * @throws UncheckedIOException naming the file if it cannot be written; what was there before is
   *     still there
   */
  public static void write(Path file, Content content) {
    try {
      writeAside(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write %s: %s; choose another place or make room".formatted(file, reason(e)), e);
    }
  }

  private static void writeAside(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isSymbolicLink(target)) {
      target = followed(target);
    }
    if (Files.isDirectory(target)) {
      throw new FileSystemException(
          file.toString(), null, "is a folder; give the name of a file to write");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(
          file.toString(), null, "is no plain file; give the name of a file to write");
    }
    Files.createDirectories(target.getParent());
    // Not createTempFile, whose files only their owner may read.
    Path aside =
        target.resolveSibling(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
    try (Litter _ = Litter.of(aside)) {
      // Not a channel, which closes when its thread is interrupted.
      try (FileOutputStream stream = new FileOutputStream(aside.toFile())) {
        OutputStream out = new Unclosed(stream);
        content.writeTo(out);
        out.flush();
        stream.getFD().sync();
      }
      move(aside, target);
    }
  }

  /**
   * The file aside, removed when writing ends in whatever way, and when the program is stopped
   * meanwhile; the stop waits a little, as most files are written in less.
   */
  private record Litter(Path aside, CountDownLatch written, Thread hook) implements AutoCloseable {
    static Litter of(Path aside) {
      CountDownLatch written = new CountDownLatch(1);
      Thread hook = new Thread(() -> removeWhenLate(written, aside), "hourglass litter");
      try {
        Runtime.getRuntime().addShutdownHook(hook);
      } catch (IllegalStateException _) {
        // the program is being stopped: what is written now is written while it waits
      }
      return new Litter(aside, written, hook);
    }

    private static void removeWhenLate(CountDownLatch written, Path aside) {
      try {
        if (!written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          Files.deleteIfExists(aside);
        }
      } catch (IOException | InterruptedException _) {
        // the program ends; there is nobody to tell
      }
    }

    @Override
    public void close() throws IOException {
      written.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // the hooks are running
      }
      Files.deleteIfExists(aside);
    }
  }

  /** Where a link leads, also where nothing is there yet. */
  private static Path followed(Path link) throws IOException {
    Path target = link;
    for (int hops = 0; Files.isSymbolicLink(target); hops++) {
      if (hops == 40) {
        throw new FileSystemException(link.toString(), null, "is a link that leads in a circle");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target.toAbsolutePath().normalize();
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
    return e.getMessage() == null ? kind : kind + " " + e.getMessage();
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
