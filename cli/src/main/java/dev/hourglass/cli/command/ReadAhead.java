package dev.hourglass.cli.command;

import dev.hourglass.data.table.TableRows;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a few blocks of a table ahead, on a thread of its own. */
final class ReadAhead implements AutoCloseable {
  private static final int BLOCKS = 3;
  private static final long PATIENCE_MILLIS = 100;

  private sealed interface Item {
    record Read(TableRows.Block block) implements Item {}

    record Failed(Throwable failure) implements Item {}

    record End() implements Item {}
  }

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private volatile boolean closed;

  ReadAhead(TableRows rows) {
    this.reader =
        Thread.ofPlatform()
            .daemon()
            .name("reader")
            .start(
                () -> {
                  try {
                    rows.read(
                        block -> {
                          put(new Item.Read(block));
                          return !closed;
                        });
                    put(new Item.End());
                  } catch (Throwable e) { // whatever it is, it is thrown where blocks are taken
                    put(new Item.Failed(e));
                  }
                });
  }

  private void put(Item item) {
    try {
      while (!closed && !queue.offer(item, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        // full: whoever scores is slower
      }
    } catch (InterruptedException _) {
      closed = true;
    }
  }

  /** The next block, or null at the end; what went wrong while reading is thrown here. */
  TableRows.Block next() {
    try {
      return switch (queue.take()) {
        case Item.Read(TableRows.Block block) -> block;
        case Item.End _ -> null;
        case Item.Failed(RuntimeException failure) -> throw failure;
        case Item.Failed(Error failure) -> throw failure;
        case Item.Failed(Throwable failure) -> throw new IllegalStateException(failure);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rows were read", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.join(PATIENCE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
