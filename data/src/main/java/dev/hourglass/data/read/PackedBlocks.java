package dev.hourglass.data.read;

import dev.hourglass.data.array.IdxHeader;
import dev.hourglass.data.array.NumberArray;
import dev.hourglass.data.file.Gzip;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Blocks of a packed IDX file, unpacked as they are asked for. */
final class PackedBlocks implements RawBlocks {
  private final Path path;
  private final IdxHeader header;
  private final InputStream in;
  private final NumberArray head;
  private final int size;
  private final int rows;
  private int done;

  /**
   * @param in the numbers, behind the header; closed with the blocks
   */
  PackedBlocks(Path path, IdxHeader header, InputStream in, int mostRows) {
    this.path = path;
    this.header = header;
    this.in = in;
    this.head = header.array(path, MemorySegment.NULL);
    this.size = head.samples();
    this.rows = RawBlocks.rowsOf(head.features(), mostRows);
  }

  @Override
  public boolean hasNext() {
    return done < size;
  }

  @Override
  public RawData next() {
    int count = Math.min(rows, size - done);
    long rowBytes = (long) head.features() * header.type().bytes();
    try {
      // The whole block is asked for at once only where the file has been keeping its promise.
      MemorySegment numbers = new Unpacking(path).read(in, count * rowBytes, done * rowBytes);
      boolean more = done + count == size && in.read() >= 0;
      if (numbers.byteSize() < count * rowBytes || more) {
        header.checkLength(path, done * rowBytes + numbers.byteSize(), more);
      }
      RawData block = ArrayBlocks.rows(head.over(numbers, count), 0, count, done);
      done += count;
      return block;
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }
}
