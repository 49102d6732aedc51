package dev.hourglass.data.read;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * Unpacks a stream into memory that grows with what really arrives: a header that promises more
 * than the stream holds costs nothing.
 */
final class Unpacking {
  private static final int SMALLEST = 1 << 16;

  /** An archive's directory may promise what its header does. */
  private static final long MOST_AT_FIRST = 64L << 20;

  private final Path path;
  private long done;

  Unpacking(Path path) {
    this.path = path;
  }

  /**
   * Reads {@code wanted} bytes, or fewer where the stream ends.
   *
   * @param likely how much room to make at first
   */
  MemorySegment read(InputStream in, long wanted, long likely) throws IOException {
    byte[] buffer = new byte[SMALLEST];
    long first = Math.clamp(likely, SMALLEST, MOST_AT_FIRST);
    MemorySegment room = grown(MemorySegment.NULL, Math.min(wanted, first));
    while (done < wanted) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, wanted - done));
      if (read < 0) {
        break;
      }
      if (done + read > room.byteSize()) {
        room = grown(room, Math.min(wanted, 2 * room.byteSize()));
      }
      MemorySegment.copy(buffer, 0, room, ValueLayout.JAVA_BYTE, done, read);
      done += read;
    }
    return room.asSlice(0, done);
  }

  private MemorySegment grown(MemorySegment room, long bytes) {
    try {
      MemorySegment larger = Storage.allocate(bytes);
      MemorySegment.copy(room, 0, larger, 0, done);
      return larger;
    } catch (OutOfMemoryError e) {
      throw new DataException(
          path
              + ": does not fit in memory once unpacked (%d MB are not enough); "
                  .formatted(done >> 20)
              + "unpack the file first, so that it can be mapped",
          e);
    }
  }
}
