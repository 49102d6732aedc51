package dev.hourglass.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** Reads bodies, each up to a limit and all together up to another: what arrives counts. */
final class BodyReader {
  private static final int CHUNK = 1 << 14;
  private static final int GROWTH = 4;
  private static final int RETRY_SECONDS = 1;

  private final RequestLimits limits;
  private final Semaphore room;

  BodyReader(RequestLimits limits) {
    this.limits = limits;
    this.room = new Semaphore(limits.bytesAtOnce());
  }

  /** A body, whose bytes count until it is closed. */
  final class Body implements AutoCloseable {
    private byte[] bytes = new byte[0];
    private int taken;

    byte[] bytes() {
      return bytes;
    }

    private void take(int count) {
      if (!room.tryAcquire(count)) {
        throw new Refusal(
            Refusal.UNAVAILABLE,
            "too many bodies at once; try again in %d second".formatted(RETRY_SECONDS));
      }
      taken += count;
    }

    @Override
    public void close() {
      room.release(taken);
    }
  }

  /**
   * Reads to the end.
   *
   * @param announced the length that the request's head gives; below 0 where it gives none
   * @throws Refusal if it is too long, or there is no room for it now
   */
  Body read(InputStream in, long announced) {
    if (announced > limits.bytes()) {
      throw tooLong();
    }
    Body body = new Body();
    // A byte more than is to come, for the end to be seen.
    long whole = 1 + (announced < 0 ? limits.bytes() : announced);
    try {
      byte[] bytes = new byte[(int) Math.min(whole, CHUNK)];
      int size = 0;
      for (int count = in.read(bytes); count >= 0; ) {
        size += count;
        if (size > limits.bytes()) {
          throw tooLong();
        }
        body.take(count);
        if (size == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(whole, (long) GROWTH * size));
        }
        count = in.read(bytes, size, bytes.length - size);
      }
      if (size < announced) {
        throw Refusal.bad("the body ends after %d of %d bytes".formatted(size, announced));
      }
      body.bytes = Arrays.copyOf(bytes, size);
      return body;
    } catch (IOException _) {
      body.close();
      throw Refusal.bad("the body breaks off, or its parts are not as its head says");
    } catch (RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private Refusal tooLong() {
    return new Refusal(
        Refusal.TOO_LARGE,
        "the body has more than %,d bytes; send fewer rows at once".formatted(limits.bytes()));
  }
}
