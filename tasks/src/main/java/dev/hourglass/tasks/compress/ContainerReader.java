package dev.hourglass.tasks.compress;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The chunks of a compressed file, mapped: each is checked before anything is made of it. */
final class ContainerReader {
  private final Path file;
  private final MemorySegment bytes;

  private ContainerReader(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Opens a file.
   *
   * @throws CompressionException if it is none of these, or of a newer version
   */
  static ContainerReader open(Path file) {
    MemorySegment bytes;
    try (FileChannel channel = FileChannel.open(file)) {
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw new CompressionException(
          "%s: cannot be read (%s); give a file that compress wrote"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
    ContainerReader reader = new ContainerReader(file, bytes);
    reader.checkMagic();
    return reader;
  }

  private void checkMagic() {
    int length = Chunk.MAGIC.length();
    String found =
        bytes.byteSize() < length
            ? ""
            : new String(slice(0, length).array(), StandardCharsets.ISO_8859_1);
    if (!found.startsWith(Chunk.MAGIC.substring(0, length - 1))) {
      throw new CompressionException(
          file + ": is no compressed file; expected one that compress wrote (.hgz)");
    }
    if (found.charAt(length - 1) != Chunk.MAGIC.charAt(length - 1)) {
      throw new CompressionException(
          "%s: is of format version %d, but this program reads version 1; use a newer one"
              .formatted(file, (int) found.charAt(length - 1)));
    }
  }

  long size() {
    return bytes.byteSize();
  }

  private ByteBuffer slice(long from, int length) {
    byte[] copy = new byte[length];
    MemorySegment.copy(bytes, from, MemorySegment.ofArray(copy), 0, length);
    return ByteBuffer.wrap(copy);
  }

  /** The first chunk's place. */
  static long first() {
    return Chunk.MAGIC.length();
  }

  /** The chunk at a place, if there is an undamaged one of that kind. */
  Optional<Chunk> at(long place, Chunk.Kind kind) {
    if (place < first() || place + Chunk.HEAD_BYTES > size()) {
      return Optional.empty();
    }
    ByteBuffer head = slice(place, Chunk.HEAD_BYTES);
    int tag = head.getInt();
    int number = head.getInt();
    int length = head.getInt();
    int checksum = head.getInt();
    long end = place + Chunk.HEAD_BYTES + length;
    if (tag != kind.tag() || length < 0 || number < 0 || end > size()) {
      return Optional.empty();
    }
    ByteBuffer payload = slice(place + Chunk.HEAD_BYTES, length);
    return Chunk.checksum(kind, number, payload) == checksum
        ? Optional.of(new Chunk(kind, number, payload, end))
        : Optional.empty();
  }

  /** The place of each block as the index has it; empty if the index is damaged or missing. */
  Optional<long[]> index() {
    long tail = size() - Chunk.TAIL_BYTES;
    if (tail < first()) {
      return Optional.empty();
    }
    ByteBuffer end = slice(tail, Chunk.TAIL_BYTES);
    Optional<Chunk> index = at(end.getLong(), Chunk.Kind.INDEX);
    if (index.isEmpty() || index.get().end() != tail) {
      return Optional.empty();
    }
    ByteBuffer payload = index.get().payload();
    long[] places = new long[index.get().number()];
    long at = 0;
    try {
      for (int i = 0; i < places.length; i++) {
        at += Varint.read(payload);
        places[i] = at;
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return Optional.of(places);
  }

  /** The next place from here on where a block's tag stands, or -1. */
  long nextBlock(long from) {
    byte[] tag = ByteBuffer.allocate(Integer.BYTES).putInt(Chunk.Kind.BLOCK.tag()).array();
    for (long at = Math.max(first(), from); at + Chunk.HEAD_BYTES <= size(); at++) {
      int k = 0;
      while (k < tag.length && bytes.get(ValueLayout.JAVA_BYTE, at + k) == tag[k]) {
        k++;
      }
      if (k == tag.length) {
        return at;
      }
    }
    return -1;
  }
}
