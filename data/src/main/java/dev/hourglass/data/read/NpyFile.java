package dev.hourglass.data.read;

import dev.hourglass.base.Uninterrupted;
import dev.hourglass.data.array.NpyHeader;
import dev.hourglass.data.array.NumberArray;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.file.OutputFile;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The format of {@code numpy.save}, versions 1 to 3: read as samples (the first axis counts them)
 * or labels, written as float32. Files are mapped; unsigned bytes stay bytes, and float32 in the
 * machine's own byte order stays in the file until it is gathered.
 */
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

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
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(type, rows, columns);
    int start = MAGIC.length + 2 + Short.BYTES;
    int length = Math.ceilDiv(start + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - start));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  /** Whether these first bytes of a file begin a .npy file. */
  static boolean hasMagic(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** The array, mapped and checked to be all there. */
  static NumberArray readArray(Path path) {
    try {
      return Uninterrupted.<NumberArray, RuntimeException>read(() -> mapped(path));
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static NumberArray mapped(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer start = readAt(channel, 0, 12);
      byte[] magic = new byte[MAGIC.length];
      start.get(0, magic, 0, Math.min(magic.length, start.remaining()));
      if (start.remaining() < 10 || !hasMagic(magic)) {
        throw new DataException(
            path
                + ": is no .npy file: it does not begin with \\x93NUMPY. "
                + "Write it with numpy.save(path, array)");
      }
      int version = start.get(6);
      if (version < 1 || version > 3) {
        throw new DataException(
            path + ": has .npy version " + version + "; versions 1, 2 and 3 are understood");
      }
      int lengthAt = MAGIC.length + 2;
      int headerAt = version == 1 ? lengthAt + Short.BYTES : lengthAt + Integer.BYTES;
      long headerLength =
          version == 1
              ? Short.toUnsignedLong(start.getShort(lengthAt))
              : start.remaining() < 12 ? Long.MAX_VALUE : Integer.toUnsignedLong(start.getInt(8));
      if (headerLength > channel.size() - headerAt) {
        throw new DataException(
            path + ": ends within its header; the file was cut short, write it again");
      }
      if (headerLength > NpyHeader.LONGEST) {
        throw new DataException(
            path
                + ": its header of %d bytes is longer than any array needs; the file is damaged"
                    .formatted(headerLength));
      }
      String text =
          StandardCharsets.UTF_8.decode(readAt(channel, headerAt, (int) headerLength)).toString();
      NpyHeader header = NpyHeader.parse(path, text);
      return header.array(path, payload(path, channel, headerAt + headerLength, header));
    }
  }

  private static MemorySegment payload(Path path, FileChannel channel, long at, NpyHeader header)
      throws IOException {
    long wanted = NumberArray.bytesOf(path, header.dimensions(), header.type());
    long found = channel.size() - at;
    if (found != wanted) {
      throw new DataException(
          "%s: its header announces an array of %s in %d bytes, but %d bytes follow; "
                  .formatted(path, header.dimensionText(), wanted, found)
              + (found < wanted
                  ? "the file was cut short, write it again"
                  : "something was appended, write each array to a file of its own"));
    }
    return channel.map(FileChannel.MapMode.READ_ONLY, at, wanted, Arena.ofAuto());
  }

  private static ByteBuffer readAt(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      // a channel may return fewer bytes than asked for
    }
    return buffer.flip();
  }
}
