package dev.hourglass.data.read;

import dev.hourglass.base.Uninterrupted;
import dev.hourglass.data.array.NpyHeader;
import dev.hourglass.data.array.NumberArray;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.file.Gzip;
import dev.hourglass.data.file.OutputFile;
import dev.hourglass.data.raw.RawData;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The format of {@code numpy.save}, versions 1 to 3, packed by gzip or not: read as samples (the
 * first axis counts them) or labels, written as float32. Files are mapped; unsigned bytes stay
 * bytes, and float32 in the machine's own byte order stays in the file until it is gathered.
 */
public final class NpyFile {
  /** numpy itself pads headers so that the numbers begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /**
   * Reads samples: {@code (N)} and {@code (N, features)} are vectors, {@code (N, height, width)},
   * {@code (N, height, width, channels)} and {@code (N, channels, height, width)} images.
   *
   * @throws DataException if the file cannot be used or holds NaN or an infinity
   */
  public static RawData.Array read(Path path) {
    return ArrayBlocks.whole(readArray(path));
  }

  /**
   * The same of an array that comes from anywhere, such as a request.
   *
   * @param name what messages call it
   * @param bytes all of the file
   * @throws DataException as {@link #read(Path)}
   */
  public static RawData.Array read(String name, byte[] bytes) {
    Path path = Path.of(name);
    try {
      return ArrayBlocks.whole(unpacked(path, new ByteArrayInputStream(bytes), bytes.length));
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  /**
   * Reads whole numbers as labels.
   *
   * @throws DataException if the file cannot be used
   */
  public static Labels readLabels(Path path) {
    return readArray(path).toLabels();
  }

  /**
   * Writes a matrix as float32. The file appears when it is whole.
   *
   * @param rows {@code [rows][columns]}, all of the same length
   * @throws DataException if the file cannot be written
   * @throws IllegalArgumentException if the rows' lengths differ
   */
  public static void write(Path path, float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    for (float[] row : rows) {
      if (row.length != columns) {
        throw new IllegalArgumentException(
            "a row has %d columns where the first has %d".formatted(row.length, columns));
      }
    }
    OutputFile.write(
        path,
        out -> {
          out.write(header("<f4", rows.length, columns));
          byte[] bytes = new byte[columns * Float.BYTES];
          ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
          for (float[] row : rows) {
            buffer.asFloatBuffer().put(row);
            out.write(bytes);
          }
        });
  }

  /**
   * Writes a matrix as float64. The file appears when it is whole.
   *
   * @param row the numbers of each row, asked for in order; all of length {@code columns}
   * @throws DataException if the file cannot be written
   */
  public static void writeDoubles(Path path, int rows, int columns, IntFunction<double[]> row) {
    OutputFile.write(
        path,
        out -> {
          out.write(header("<f8", rows, columns));
          byte[] bytes = new byte[columns * Double.BYTES];
          ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < rows; i++) {
            buffer.asDoubleBuffer().put(row.apply(i));
            out.write(bytes);
          }
        });
  }

  /**
   * Writes a matrix as float32. The file appears when it is whole.
   *
   * @param values row-major {@code rows × columns} float32 in native byte order, from byte 0
   * @throws DataException if the file cannot be written
   * @throws IndexOutOfBoundsException if {@code values} is too small
   */
  public static void write(Path path, MemorySegment values, long rows, int columns) {
    MemorySegment all = values.asSlice(0, Math.multiplyExact(rows * columns, Float.BYTES));
    OutputFile.write(
        path,
        out -> {
          out.write(header("<f4", rows, columns));
          writeLittleEndian(all, out);
        });
  }

  private static void writeLittleEndian(MemorySegment values, OutputStream out) throws IOException {
    ValueLayout.OfFloat littleEndian =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    byte[] bytes = new byte[1 << 16];
    MemorySegment buffer = MemorySegment.ofArray(bytes);
    for (long at = 0; at < values.byteSize(); at += bytes.length) {
      int count = (int) Math.min(bytes.length, values.byteSize() - at) / Float.BYTES;
      MemorySegment.copy(
          values, ValueLayout.JAVA_FLOAT_UNALIGNED, at, buffer, littleEndian, 0, count);
      out.write(bytes, 0, count * Float.BYTES);
    }
  }

  private static byte[] header(String type, long rows, int columns) {
    return header(type, List.of(rows, (long) columns));
  }

  /**
   * What an array begins with, for those who write its numbers themselves, row-major behind it.
   *
   * @param type as numpy spells it: {@code |u1}, {@code <u2}, {@code <f4}, {@code <f8}
   * @param shape the lengths of its axes, at least two
   */
  public static byte[] header(String type, List<Long> shape) {
    String axes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, axes);
    byte[] magic = NpyHeader.magic();
    int start = magic.length + 2 + Short.BYTES;
    int length = Math.ceilDiv(start + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(magic).put((byte) 1).put((byte) 0).putShort((short) (length - start));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  /** The array, mapped or unpacked, and checked to be all there. */
  static NumberArray readArray(Path path) {
    try {
      return Uninterrupted.read(() -> readOnce(path));
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  private static NumberArray readOnce(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      in.mark(2);
      byte[] magic = in.readNBytes(2);
      in.reset();
      if (Gzip.hasMagic(magic)) {
        return unpacked(path, new GZIPInputStream(in, 1 << 16), 4 * Files.size(path));
      }
      NpyHeader header = NpyHeader.read(path, in);
      try (FileChannel channel = FileChannel.open(path)) {
        return header.array(path, payload(path, channel, header.length(), header));
      }
    }
  }

  /**
   * An array that comes packed.
   *
   * @param likely how many bytes it will probably be
   */
  static NumberArray unpacked(Path path, InputStream in, long likely) throws IOException {
    NpyHeader header = NpyHeader.read(path, in);
    long wanted = NumberArray.bytesOf(path, header.dimensions(), header.type());
    MemorySegment payload = new Unpacking(path).read(in, wanted, likely);
    boolean more = payload.byteSize() == wanted && in.read() >= 0;
    if (payload.byteSize() != wanted || more) {
      throw misfit(path, header, wanted, more ? "more" : Long.toString(payload.byteSize()), more);
    }
    return header.array(path, payload);
  }

  private static DataException misfit(
      Path path, NpyHeader header, long wanted, String found, boolean more) {
    return new DataException(
        "%s: its header announces an array of %s in %d bytes, but %s bytes follow; "
                .formatted(path, header.dimensionText(), wanted, found)
            + (more
                ? "something was appended, write each array to a file of its own"
                : "the file was cut short, write it again"));
  }

  private static MemorySegment payload(Path path, FileChannel channel, long at, NpyHeader header)
      throws IOException {
    long wanted = NumberArray.bytesOf(path, header.dimensions(), header.type());
    long found = channel.size() - at;
    if (found != wanted) {
      throw misfit(path, header, wanted, Long.toString(found), found > wanted);
    }
    return channel.map(FileChannel.MapMode.READ_ONLY, at, wanted, Arena.ofAuto());
  }
}
