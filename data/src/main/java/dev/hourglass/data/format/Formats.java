package dev.hourglass.data.format;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.Gzip;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.zip.GZIPInputStream;

/**
 * How packed files and tables that are no text are told, and who reads them: gzip the JDK, the
 * others a module of their own, so that nobody carries what is not used.
 */
public final class Formats {
  private static final int BUFFER = 1 << 16;
  private static final int MAGIC = 4;
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final String MODULE = "hourglass-readers";

  private Formats() {}

  /** Whether a file that begins so is packed. */
  public static boolean isPacked(byte[] start) {
    return Gzip.hasMagic(start) || begins(start, ZSTD);
  }

  /** Whether a file that begins so is a table in Parquet. */
  public static boolean isParquet(byte[] start) {
    return begins(start, PARQUET);
  }

  private static boolean begins(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }

  /**
   * What a stream holds, unpacked where it is packed.
   *
   * @param path its name, for messages
   * @param stream closed with the result, or when that cannot be told
   * @throws DataException if nobody is there who can unpack it
   */
  public static InputStream unpacked(Path path, InputStream stream) throws IOException {
    InputStream in = new BufferedInputStream(stream, BUFFER);
    try {
      in.mark(MAGIC);
      byte[] start = in.readNBytes(MAGIC);
      in.reset();
      if (Gzip.hasMagic(start)) {
        return new GZIPInputStream(in, BUFFER);
      }
      return begins(start, ZSTD) ? packing(path, "zstd").unpack(in) : in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static Packing packing(Path path, String name) {
    return ServiceLoader.load(Packing.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(packing -> packing.name().equals(name))
        .findFirst()
        .orElseThrow(() -> missing(path, name));
  }

  /**
   * Begins with the rows of a file in Parquet.
   *
   * @throws DataException if it cannot be read, or nobody is there who can
   */
  public static FormatRows parquet(Path file) {
    String name = "Parquet";
    TableFormat format =
        ServiceLoader.load(TableFormat.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> missing(file, name));
    try {
      return format.open(file);
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }

  private static DataException missing(Path path, String what) {
    return new DataException(
        "%s: is %s, which is read by the module %s; add it to the module path or class path"
            .formatted(path, what, MODULE));
  }
}
