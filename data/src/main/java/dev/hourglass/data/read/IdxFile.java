package dev.hourglass.data.read;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The format of MNIST: a magic number {@code 0 0 type rank}, one big-endian int per dimension, the
 * numbers. Plain files are mapped, gzip files are unpacked off-heap; no length in the header is
 * believed before the bytes are there.
 */
public final class IdxFile {
  private static final int LARGEST_RANK = 8;
  private static final int UNSIGNED_BYTE = 0x08;

  private IdxFile() {}

  /**
   * Reads samples, with the labels of the file that lies beside under the usual name, if any.
   *
   * @throws DataException if the file cannot be used, or has another number of labels than images
   */
  public static RawData.Array read(Path path) {
    NumberArray array = readArray(path);
    if (array.dimensions().length == 1 && plainName(path).contains("labels")) {
      throw new DataException(
          path
              + ": holds labels, not samples; name the file with the images (or pass it as"
              + " labels)");
    }
    RawData.Array samples = array.toSamples();
    Optional<Path> labelsPath = labelsBeside(path);
    if (labelsPath.isEmpty()) {
      return samples;
    }
    Labels labels = readLabels(labelsPath.get());
    if (labels.size() != samples.size()) {
      throw new DataException(
          ("%s has %d labels but %s has %d images; one of the two is not of this "
                  + "set, fetch both again")
              .formatted(labelsPath.get(), labels.size(), path, samples.size()));
    }
    return samples.withLabels(labels);
  }

  /**
   * Reads a file of rank 1 as labels.
   *
   * @throws DataException if the file cannot be used
   */
  public static Labels readLabels(Path path) {
    return readArray(path).toLabels();
  }

  /**
   * The label file that belongs to an image file by the usual names: {@code images} becomes {@code
   * labels} and {@code idx3} becomes {@code idx1}; a dot may stand for a hyphen, and either file
   * may be packed.
   */
  public static Optional<Path> labelsBeside(Path images) {
    String name = plainName(images);
    if (!name.contains("images")) {
      return Optional.empty();
    }
    String wanted = name.replace("images", "labels").replaceFirst("idx\\d", "idx1");
    Path folder = images.toAbsolutePath().getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> plainName(file).equals(wanted))
          .sorted() // the plain file comes before its .gz
          .findFirst()
          .map(file -> images.resolveSibling(file.getFileName()));
    } catch (IOException e) {
      throw DataException.reading(folder, e);
    }
  }

  /**
   * The image file to train on in a folder such as MNIST's: the one whose name has {@code images}
   * and, if there are several, {@code train}.
   */
  static Optional<Path> imagesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> images =
          files
              .filter(file -> plainName(file).matches(".*images.*(idx\\d|ubyte).*"))
              .sorted()
              .toList();
      return images.stream()
          .filter(file -> plainName(file).contains("train"))
          .findFirst()
          .or(() -> images.stream().findFirst());
    } catch (IOException e) {
      throw DataException.reading(folder, e);
    }
  }

  private static String plainName(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name).replace('.', '-');
  }

  /**
   * Writes unsigned bytes; packed when the name ends in {@code .gz}.
   *
   * @param values as many as the product of the dimensions
   * @throws DataException if the file cannot be written
   * @throws IllegalArgumentException if values and dimensions do not agree
   */
  public static void write(Path path, byte[] values, int... dimensions) {
    long total = 1;
    for (int length : dimensions) {
      total = Math.multiplyExact(total, length);
    }
    if (total != values.length || dimensions.length == 0 || dimensions.length > LARGEST_RANK) {
      throw new IllegalArgumentException(
          "%d values for dimensions %s".formatted(values.length, Arrays.toString(dimensions)));
    }
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dimensions.length);
    header.putInt(UNSIGNED_BYTE << 8 | dimensions.length);
    for (int length : dimensions) {
      header.putInt(length);
    }
    boolean packed = path.toString().endsWith(".gz");
    OutputFile.write(
        path,
        out -> {
          try (OutputStream target = packed ? new GZIPOutputStream(out, 1 << 16) : out) {
            target.write(header.array());
            target.write(values);
          }
        });
  }

  /** Whether these first bytes of a file (unpacked) begin an IDX file. */
  static boolean hasMagic(byte[] start) {
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

  private static NumberArray readArray(Path path) {
    try (InputStream file = Files.newInputStream(path);
        PushbackInputStream start = new PushbackInputStream(file, 2)) {
      byte[] magic = start.readNBytes(2);
      start.unread(magic);
      if (magic.length == 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B) {
        return readPacked(path, start);
      }
      Header header = Header.read(path, start);
      return map(path, header);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static NumberArray map(Path path, Header header) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      long found = channel.size() - header.length();
      header.checkLength(path, found, false);
      MemorySegment payload =
          channel.map(
              FileChannel.MapMode.READ_ONLY, header.length(), header.payload(), Arena.ofAuto());
      return header.array(path, payload);
    }
  }

  private static NumberArray readPacked(Path path, InputStream file) throws IOException {
    Unpacking unpacking = new Unpacking(path);
    try (InputStream in = new GZIPInputStream(file, 1 << 16)) {
      Header header = Header.read(path, in);
      long likely = 8 * Files.size(path); // digits pack to about a fifth
      MemorySegment payload = unpacking.read(in, header.payload(), likely);
      boolean more = payload.byteSize() == header.payload() && in.read() >= 0;
      header.checkLength(path, payload.byteSize(), more);
      return header.array(path, payload);
    } catch (EOFException e) {
      throw new DataException(
          path
              + ": the gzip data ends too early (%d bytes unpacked); ".formatted(unpacking.done())
              + "the file was cut short, fetch it again",
          e);
    } catch (ZipException e) {
      throw new DataException(
          path + ": the gzip data is damaged (" + e.getMessage() + "); fetch the file again", e);
    }
  }

  /** What a file says of itself. */
  @SuppressWarnings("ArrayRecordComponent") // lives only while a file is being read
  private record Header(ElementType type, long[] dimensions, long payload) {

    static Header read(Path path, InputStream in) throws IOException {
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
      return new Header(type, dimensions, NumberArray.bytesOf(path, dimensions, type));
    }

    int length() {
      return 4 + 4 * dimensions.length;
    }

    void checkLength(Path path, long found, boolean more) {
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

    NumberArray array(Path path, MemorySegment numbers) {
      return new NumberArray(path, type, ByteOrder.BIG_ENDIAN, false, dimensions, numbers);
    }
  }
}
