package dev.hourglass.data.raw;

import java.util.OptionalInt;

/** Watches data that takes long to read; called by the thread that reads, now and then. */
@FunctionalInterface
public interface ReadingListener {
  /** Looks away. */
  ReadingListener SILENT = (_, _, _) -> {};

  /**
   * Something has been done.
   *
   * @param what in a few words: {@code files found}, {@code images decoded}
   * @param done how many
   * @param of how many in all, where that is known
   */
  void progressed(String what, int done, OptionalInt of);
}
