package dev.hourglass.base;

import dev.hourglass.base.Safetensors.MalformedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads pieces of a stated length one after the other, and allocates no piece whose bytes are not
 * there: where the whole's length is known the piece is compared with what remains of it, where it
 * is not the bytes are gathered first.
 */
final class BoundedReader {
  /** What is read, and gathered, at a time. */
  private static final int CHUNK = 1 << 20;

  private final ReadableByteChannel in;
  private final OptionalLong size;
  private long position;

  /**
   * A reader at the start.
   *
   * @param size bytes in all, where that is known
   */
  BoundedReader(ReadableByteChannel in, OptionalLong size) {
    this.in = in;
    this.size = size;
  }

  /** Bytes that are left, where that is known. */
  OptionalLong remaining() {
    return size.isPresent() ? OptionalLong.of(size.getAsLong() - position) : size;
  }

  /** The next piece, in memory of the arena. */
  MemorySegment read(String what, long length, Arena arena, long alignment)
      throws IOException, MalformedException {
    if (size.isPresent()) {
      if (length > size.getAsLong() - position) {
        throw tooShort(what, length, size.getAsLong() - position);
      }
      MemorySegment piece = arena.allocate(length, alignment);
      for (long at = 0; at < length; at += CHUNK) {
        fill(what, length, at, piece.asSlice(at, Math.min(CHUNK, length - at)));
      }
      return piece;
    }
    List<MemorySegment> chunks = new ArrayList<>();
    for (long at = 0; at < length; at += CHUNK) {
      MemorySegment chunk = MemorySegment.ofArray(new byte[(int) Math.min(CHUNK, length - at)]);
      fill(what, length, at, chunk);
      chunks.add(chunk);
    }
    MemorySegment piece = arena.allocate(length, alignment);
    long at = 0;
    for (MemorySegment chunk : chunks) {
      MemorySegment.copy(chunk, 0, piece, at, chunk.byteSize());
      at += chunk.byteSize();
    }
    return piece;
  }

  /** Makes sure that nothing follows. */
  void expectEnd() throws IOException, MalformedException {
    if (in.read(ByteBuffer.allocate(1)) > 0) {
      throw new MalformedException("more bytes follow where it should end, at byte " + position);
    }
  }

  private void fill(String what, long length, long done, MemorySegment chunk)
      throws IOException, MalformedException {
    ByteBuffer buffer = chunk.asByteBuffer();
    while (buffer.hasRemaining()) {
      int count = in.read(buffer);
      if (count < 0) {
        throw tooShort(what, length, done + buffer.position());
      }
      position += count;
    }
  }

  private static MalformedException tooShort(String what, long length, long there) {
    return new MalformedException(
        "%s has %d bytes, but %d are there: it was cut short".formatted(what, length, there));
  }
}
