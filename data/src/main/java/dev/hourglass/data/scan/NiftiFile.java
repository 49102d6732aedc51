package dev.hourglass.data.scan;

import dev.hourglass.base.Uninterrupted;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A NIfTI-1 volume, plain or gzip: its slices lie along the third axis and all further ones. Rows
 * and columns are those of the file, whichever way its axes point. Brightness is linear between
 * what its header says is to be shown, 0 and 255 of bytes, or the least and the greatest number of
 * the whole volume.
 */
public final class NiftiFile implements Scan {
  private static final String PLAIN = ".nii";
  private static final String PACKED = ".nii.gz";

  /** Deflate packs no more than this into a byte. */
  private static final long MOST_PACKED = 1032;

  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final NiftiHeader header;
  private final MemorySegment numbers;
  private final Shades shades;

  private NiftiFile(Path path, NiftiHeader header, MemorySegment numbers) {
    this.path = path;
    this.header = header;
    this.numbers = numbers;
    Shades all = shown();
    this.shades = header.shown().orElse(all);
  }

  /** Whether a file's name says that it is one. */
  public static boolean isNamedSo(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(PLAIN) || name.endsWith(PACKED);
  }

  static boolean isPacked(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /**
   * What the header alone says of a volume.
   *
   * @param width of a slice
   * @param height of a slice
   * @param slices of the volume
   */
  public record Size(int width, int height, int slices) {}

  /**
   * Reads the header and no numbers.
   *
   * @throws DataException if it is none, or announces more than the file can hold
   */
  public static Size sizeOf(Path path) {
    NiftiHeader header = reading(path, in -> header(path, in));
    return new Size(header.width(), header.height(), (int) header.slices());
  }

  /**
   * Reads a volume.
   *
   * @throws DataException if it is none, damaged, cut off, or holds numbers that are none
   */
  public static NiftiFile open(Path path) {
    if (!isPacked(path)) {
      NiftiHeader header = reading(path, in -> header(path, in));
      return new NiftiFile(path, header, mapped(path, header));
    }
    return reading(
        path,
        in -> {
          NiftiHeader header = header(path, in);
          return new NiftiFile(path, header, unpacked(in, header));
        });
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  private static <T> T reading(Path path, Reading<T> reading) {
    try (InputStream file = Files.newInputStream(path);
        InputStream in =
            isPacked(path)
                ? new GZIPInputStream(file, CHUNK)
                : new BufferedInputStream(file, CHUNK)) {
      return reading.from(in);
    } catch (EOFException e) {
      throw new DataException(path + ": this volume ends early; replace it", e);
    } catch (ZipException e) {
      throw new DataException(
          path + ": this is no gzip file, or a damaged one; replace it, or rename it to .nii", e);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static NiftiHeader header(Path path, InputStream in) throws IOException {
    NiftiHeader header = NiftiHeader.read(path, in.readNBytes(NiftiHeader.SIZE));
    long there = Files.size(path);
    long most = isPacked(path) ? there * MOST_PACKED : there;
    if (header.slices() > Integer.MAX_VALUE || most - header.offset() < bytes(header)) {
      throw new DataException(
          "%s: its header announces %,d slices of %d × %d numbers, which a file of %,d bytes cannot hold; replace it"
              .formatted(path, header.slices(), header.width(), header.height(), there));
    }
    return header;
  }

  /** As much as can be counted where a header announces more. */
  private static long bytes(NiftiHeader header) {
    long slice = (long) header.width() * header.height() * header.type().bytes();
    return header.slices() > Long.MAX_VALUE / slice ? Long.MAX_VALUE : slice * header.slices();
  }

  private static MemorySegment mapped(Path path, NiftiHeader header) {
    try {
      return Uninterrupted.<MemorySegment, RuntimeException>read(
          () -> {
            try (FileChannel channel = FileChannel.open(path)) {
              return channel.map(
                  FileChannel.MapMode.READ_ONLY, header.offset(), bytes(header), Arena.ofAuto());
            }
          });
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static MemorySegment unpacked(InputStream in, NiftiHeader header) throws IOException {
    in.skipNBytes(header.offset() - NiftiHeader.SIZE);
    long size = bytes(header);
    MemorySegment numbers = Arena.ofAuto().allocate(size);
    byte[] chunk = new byte[CHUNK];
    for (long at = 0; at < size; ) {
      int read = in.readNBytes(chunk, 0, (int) Math.min(CHUNK, size - at));
      if (read == 0) {
        throw new EOFException();
      }
      MemorySegment.copy(chunk, 0, numbers, ValueLayout.JAVA_BYTE, at, read);
      at += read;
    }
    return numbers;
  }

  /** Looks at all numbers. */
  private Shades shown() {
    boolean bytes = header.type() == NiftiType.UINT8;
    if (bytes) {
      double end = header.slope() * 255 + header.intercept();
      return Shades.between(Math.min(header.intercept(), end), Math.max(header.intercept(), end));
    }
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    long count = (long) shape().features() * slices();
    for (long i = 0; i < count; i++) {
      double value = header.type().read(numbers, i, header.order());
      if (!Double.isFinite(value)) {
        throw noNumber(i, value);
      }
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    double first = header.slope() * least + header.intercept();
    double last = header.slope() * greatest + header.intercept();
    return Shades.between(Math.min(first, last), Math.max(first, last));
  }

  private DataException noNumber(long i, double value) {
    long slice = i / shape().features();
    long within = i % shape().features();
    return new DataException(
        "%s: holds %s in slice %,d at column %d of row %d, counted from 1, but numbers are expected; put a number there"
            .formatted(
                path, value, slice + 1, within % header.width() + 1, within / header.width() + 1));
  }

  @Override
  public SampleShape shape() {
    return SampleShape.image(1, header.height(), header.width());
  }

  @Override
  public int slices() {
    return (int) header.slices();
  }

  @Override
  public int bits() {
    return header.type() == NiftiType.UINT8 && header.shown().isEmpty() ? 8 : 16;
  }

  @Override
  public float[] slice(int number) {
    float[] values = new float[shape().features()];
    long first = (long) number * values.length;
    for (int i = 0; i < values.length; i++) {
      double stored = header.type().read(numbers, first + i, header.order());
      values[i] = (float) (header.slope() * stored + header.intercept());
    }
    return values;
  }

  @Override
  public Shades shades(int number) {
    return shades;
  }

  @Override
  public ScanGrid grid() {
    return new ScanGrid(header.step(1), header.step(2), header.step(3), Optional.empty());
  }

  NiftiHeader header() {
    return header;
  }
}
