package dev.hourglass.data.read;

import dev.hourglass.base.Uninterrupted;
import dev.hourglass.data.array.IdxHeader;
import dev.hourglass.data.array.NumberArray;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.file.Gzip;
import dev.hourglass.data.file.OutputFile;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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
  private IdxFile() {}

  /**
   * Reads samples, with the labels of the file that lies beside under the usual name, if any.
   *
   * @throws DataException if the file cannot be used, or has another number of labels than images
   */
  public static RawData.Array read(Path path) {
    RawData.Array samples = ArrayBlocks.whole(refuseLabels(readArray(path)));
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

  private static NumberArray refuseLabels(NumberArray array) {
    if (array.dimensions().length == 1 && plainName(array.path()).contains("labels")) {
      throw new DataException(
          array.path()
              + ": holds labels, not samples; name the file with the images (or pass it as"
              + " labels)");
    }
    return array;
  }

  /**
   * The samples in blocks, without labels. A plain file is mapped, a packed one is unpacked as it
   * is read.
   *
   * @param mostRows in a block, as {@link RowStream#rowsOf} takes it
   * @throws DataException if the file cannot be used
   */
  static RawBlocks blocks(Path path, int mostRows) {
    try {
      InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
      try {
        file.mark(2);
        byte[] magic = file.readNBytes(2);
        file.reset();
        if (!Gzip.hasMagic(magic)) {
          file.close();
          return new ArrayBlocks(refuseLabels(readArray(path)), mostRows);
        }
        InputStream in = new GZIPInputStream(file, 1 << 16);
        IdxHeader header = IdxHeader.read(path, in);
        refuseLabels(header.array(path, MemorySegment.NULL));
        return new PackedBlocks(path, header, in, mostRows);
      } catch (IOException | DataException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
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
    if (total != values.length
        || dimensions.length == 0
        || dimensions.length > IdxHeader.LARGEST_RANK) {
      throw new IllegalArgumentException(
          "%d values for dimensions %s".formatted(values.length, Arrays.toString(dimensions)));
    }
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dimensions.length);
    header.putInt(IdxHeader.UNSIGNED_BYTE << 8 | dimensions.length);
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

  private static NumberArray readArray(Path path) {
    try (InputStream file = Files.newInputStream(path);
        PushbackInputStream start = new PushbackInputStream(file, 2)) {
      byte[] magic = start.readNBytes(2);
      start.unread(magic);
      if (Gzip.hasMagic(magic)) {
        return readPacked(path, start);
      }
      IdxHeader header = IdxHeader.read(path, start);
      return map(path, header);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static NumberArray map(Path path, IdxHeader header) throws IOException {
    return Uninterrupted.<NumberArray, RuntimeException>read(
        () -> {
          try (FileChannel channel = FileChannel.open(path)) {
            long found = channel.size() - header.length();
            header.checkLength(path, found, false);
            MemorySegment payload =
                channel.map(
                    FileChannel.MapMode.READ_ONLY,
                    header.length(),
                    header.payload(),
                    Arena.ofAuto());
            return header.array(path, payload);
          }
        });
  }

  private static NumberArray readPacked(Path path, InputStream file) throws IOException {
    Unpacking unpacking = new Unpacking(path);
    try (InputStream in = new GZIPInputStream(file, 1 << 16)) {
      IdxHeader header = IdxHeader.read(path, in);
      long likely = 8 * Files.size(path); // digits pack to about a fifth
      MemorySegment payload = unpacking.read(in, header.payload(), likely);
      boolean more = payload.byteSize() == header.payload() && in.read() >= 0;
      header.checkLength(path, payload.byteSize(), more);
      return header.array(path, payload);
    } catch (EOFException | ZipException e) {
      throw Gzip.failure(path, e);
    }
  }
}
