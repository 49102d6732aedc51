package dev.hourglass.data.array;

import dev.hourglass.data.dataset.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an IDX file says of itself: {@code 0 0 type rank} and one big-endian int per dimension.
 *
 * @param type what one number is
 * @param dimensions the array's lengths, at least one
 * @param payload how many bytes the numbers take
 */
@SuppressWarnings("ArrayRecordComponent") // lives only while a file is being read
public record IdxHeader(ElementType type, long[] dimensions, long payload) {
  public static final int LARGEST_RANK = 8;
  public static final int UNSIGNED_BYTE = 0x08;

  /** Whether these first bytes of a file (unpacked) begin an IDX file. */
  public static boolean hasMagic(byte[] start) {
    return start.length >= 4
        && start[0] == 0
        && start[1] == 0
        && typeOf(start[2]).isPresent()
        && start[3] >= 1
        && start[3] <= LARGEST_RANK;
  }

  private static Optional<ElementType> typeOf(byte code) {
    return switch (code) {
      case UNSIGNED_BYTE -> Optional.of(ElementType.U1);
      case 0x09 -> Optional.of(ElementType.I1);
      case 0x0B -> Optional.of(ElementType.I2);
      case 0x0C -> Optional.of(ElementType.I4);
      case 0x0D -> Optional.of(ElementType.F4);
      case 0x0E -> Optional.of(ElementType.F8);
      default -> Optional.empty();
    };
  }

  /**
   * Reads it, leaving the stream at the first number.
   *
   * @throws DataException if it is none
   */
  public static IdxHeader read(Path path, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4) {
      throw new DataException(
          path
              + ": has only %d bytes; an IDX file begins with a header of at least 8"
                  .formatted(magic.length));
    }
    if (!hasMagic(magic)) {
      throw new DataException(
          path
              + ": is no IDX file: it begins with bytes %02x %02x %02x %02x; expected 00 00, "
                  .formatted(magic[0], magic[1], magic[2], magic[3])
              + "a type (08, 09, 0b, 0c, 0d or 0e) and the number of dimensions (01 to 08), "
              + "such as 00 00 08 03 for images. Check that the path names the right file");
    }
    int rank = magic[3];
    byte[] lengths = in.readNBytes(4 * rank);
    if (lengths.length < 4 * rank) {
      throw new DataException(
          path + ": ends within its header; the file was cut short, fetch it again");
    }
    ByteBuffer numbers = ByteBuffer.wrap(lengths);
    long[] dimensions = new long[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = Integer.toUnsignedLong(numbers.getInt());
    }
    ElementType type = typeOf(magic[2]).orElseThrow();
    return new IdxHeader(type, dimensions, NumberArray.bytesOf(path, dimensions, type));
  }

  /** How many bytes it takes itself. */
  public int length() {
    return 4 + 4 * dimensions.length;
  }

  /**
   * Compares what it promises with what is there.
   *
   * @param found how many bytes follow it
   * @param more whether others follow these
   * @throws DataException if they are fewer or more
   */
  public void checkLength(Path path, long found, boolean more) {
    if (found < payload) {
      throw new DataException(
          "%s: its header announces %s numbers in %d bytes, but only %d bytes follow; "
                  .formatted(path, NumberArray.dimensionText(dimensions), payload, found)
              + "the file was cut short, fetch it again");
    }
    if (found > payload || more) {
      throw new DataException(
          "%s: its header announces %s numbers in %d bytes, but more bytes follow; "
                  .formatted(path, NumberArray.dimensionText(dimensions), payload)
              + "the header is damaged or something was appended, fetch the file again");
    }
  }

  /** The array whose numbers these are. */
  public NumberArray array(Path path, MemorySegment numbers) {
    return new NumberArray(path, type, ByteOrder.BIG_ENDIAN, false, dimensions, numbers);
  }
}
