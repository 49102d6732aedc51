package dev.hourglass.tasks.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the chunks of a compressed file one after the other: each its tag, number, length and
 * CRC-32C ahead. Behind them an index says where each block lies.
 */
final class ContainerWriter {
  private final OutputStream out;
  private final ByteArrayOutputStream places = new ByteArrayOutputStream();
  private long written;
  private long lastBlock;
  private int blocks;

  ContainerWriter(OutputStream out) throws IOException {
    this.out = out;
    put(Chunk.MAGIC.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }

  /** Writes a chunk of which there is one. */
  void write(Chunk.Kind kind, byte[] payload) throws IOException {
    write(kind, 0, payload);
  }

  /** Writes the next block. */
  void writeBlock(byte[] payload) throws IOException {
    Varint.write(Math.toIntExact(written - lastBlock), places);
    lastBlock = written;
    write(Chunk.Kind.BLOCK, blocks, payload);
    blocks++;
  }

  private void write(Chunk.Kind kind, int number, byte[] payload) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Chunk.HEAD_BYTES);
    head.putInt(kind.tag()).putInt(number).putInt(payload.length);
    head.putInt(Chunk.checksum(kind, number, ByteBuffer.wrap(payload)));
    put(head.array());
    put(payload);
  }

  /** Writes the index and what tells where it lies. */
  long finish() throws IOException {
    long index = written;
    write(Chunk.Kind.INDEX, blocks, places.toByteArray());
    put(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    put(Chunk.END.getBytes(StandardCharsets.ISO_8859_1));
    return written;
  }
}
