package dev.hourglass.data.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A stream that is read on a thread of its own, and that tells when nothing comes for a while: rows
 * of a pipe that are complete need not wait for the next ones.
 *
 * <p>One thread reads from it.
 */
public final class LiveInput extends InputStream {
  private static final int CHUNK = 1 << 16;
  private static final int CHUNKS = 16;

  /** So long must nothing come for a pause. */
  private static final long PAUSE_MILLIS = 20;

  private sealed interface Item {
    record Bytes(byte[] bytes, int count) implements Item {}

    record Failed(IOException failure) implements Item {}

    record End() implements Item {}
  }

  private final InputStream in;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(CHUNKS);
  private Item.Bytes current = new Item.Bytes(new byte[0], 0);
  private int at;
  private boolean ended;
  private Runnable whenPausing = () -> {};
  private volatile boolean closed;

  /** Begins to read; closed with this. */
  public LiveInput(InputStream in) {
    this.in = in;
    Thread.ofPlatform().daemon().name("input").start(this::pump);
  }

  /** What is done, on the reading thread, before it waits for more. */
  public void whenPausing(Runnable action) {
    whenPausing = action;
  }

  private void pump() {
    Item last = new Item.End();
    try {
      while (!closed) {
        byte[] bytes = new byte[CHUNK];
        int count = in.read(bytes);
        if (count < 0) {
          break;
        }
        put(new Item.Bytes(bytes, count));
      }
    } catch (IOException e) {
      last = new Item.Failed(e);
    }
    put(last);
  }

  private void put(Item item) {
    try {
      while (!closed && !queue.offer(item, PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        // full: whoever reads is slower
      }
    } catch (InterruptedException _) {
      closed = true;
    }
  }

  /** Whether nothing is there and nothing comes within some milliseconds; not so at the end. */
  public boolean pauses(long millis) throws IOException {
    return at == current.count && !ended && !taken(millis);
  }

  /** How it goes on, without reading it: as many bytes as asked for, or what has come together. */
  public byte[] upcoming(int most) throws IOException {
    while (at == current.count && !ended) {
      taken(Long.MAX_VALUE);
    }
    return Arrays.copyOfRange(current.bytes, at, Math.min(at + most, current.count));
  }

  /** Waits for the next bytes or the end. */
  private boolean taken(long millis) throws IOException {
    try {
      Item item = queue.poll(millis, TimeUnit.MILLISECONDS);
      if (item == null) {
        return false;
      }
      switch (item) {
        case Item.Bytes bytes -> {
          current = bytes;
          at = 0;
        }
        case Item.Failed(IOException failure) -> throw failure;
        case Item.End _ -> ended = true;
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while rows were awaited", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (pauses(0) && pauses(PAUSE_MILLIS)) {
      whenPausing.run();
    }
    while (at == current.count && !ended) {
      taken(Long.MAX_VALUE);
    }
    if (at == current.count) {
      return -1;
    }
    int count = Math.min(length, current.count - at);
    System.arraycopy(current.bytes, at, into, from, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    in.close();
  }
}
