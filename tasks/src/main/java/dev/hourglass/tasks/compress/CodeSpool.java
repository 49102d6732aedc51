package dev.hourglass.tasks.compress;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Codes that are put down one block after the other and then looked at as one tensor, in a
 * temporary file that is mapped: how many there are is no matter of memory.
 */
final class CodeSpool implements AutoCloseable {
  private static final int WRITTEN_BYTES = 1 << 20;

  private final FileChannel channel;
  private final int units;
  private int rows;

  CodeSpool(int units) {
    this.units = units;
    try {
      Path file = Files.createTempFile("hourglass", ".codes");
      this.channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static CompressionException failed(IOException e) {
    return new CompressionException(
        "codes cannot be kept in the temporary folder %s: %s; make room, or name another by"
                .formatted(System.getProperty("java.io.tmpdir"), e.getMessage())
            + " -Djava.io.tmpdir",
        e);
  }

  int rows() {
    return rows;
  }

  /** Puts down codes, {@code [n, units]}. */
  void add(Tensor codes) {
    MemorySegment bytes = codes.segment().asSlice(0, codes.size() * Float.BYTES);
    try {
      for (long at = 0; at < bytes.byteSize(); at += WRITTEN_BYTES) {
        long count = Math.min(WRITTEN_BYTES, bytes.byteSize() - at);
        ByteBuffer part = bytes.asSlice(at, count).asByteBuffer();
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    rows = Math.addExact(rows, codes.rows());
  }

  /** All that was put down, {@code [rows, units]}; good beyond this spool's end. */
  Tensor codes() {
    try {
      MemorySegment mapped =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return Tensor.of(mapped, new Shape(rows, units), Format.FLOAT32);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
