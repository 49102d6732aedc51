package dev.hourglass.base;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Reading that an interrupt of its thread does not break. A file channel closes itself when its
 * thread is interrupted; whoever interrupts a training wants it to stop with what it has, and not
 * to lose the file it is just reading. The thread's flag is as it was, or set, afterwards.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Opens what it reads itself, so that it can be done again. */
  @FunctionalInterface
  public interface Reading<T, X extends Exception> {
    T read() throws IOException, X;
  }

  /** What {@code reading} returns; it is called again when an interrupt closed its channel. */
  public static <T, X extends Exception> T read(Reading<T, X> reading) throws IOException, X {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return reading.read();
        } catch (ClosedByInterruptException _) {
          Thread.interrupted();
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
