package dev.hourglass.data.read;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.format.Formats;
import dev.hourglass.data.raw.RawData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;

/**
 * Data that can be read but once: standard input, a named pipe, a process substitution. It is
 * copied to a temporary file, whole, and read from there; the file is gone when it has been read.
 */
final class OnceOnly {
  /** What standard input is called, in place of a path. */
  static final String STANDARD_INPUT = "-";

  private OnceOnly() {}

  /** Whether what lies at a path is neither a file nor a folder. */
  static boolean is(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /** Reads a path, once where it cannot be read again. */
  static <T> T read(Path path, Function<Path, T> reading) {
    if (!is(path)) {
      return reading.apply(path);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return copied(in, path.toString(), path.getFileName().toString(), reading);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  /** The same of samples, which are then said to be from that path. */
  static RawData readSamples(Path path, Function<Path, RawData> reading) {
    return read(
        path,
        readable ->
            readable.equals(path)
                ? reading.apply(path)
                : renamed(reading.apply(readable), readable, path.toString()));
  }

  private static RawData renamed(RawData raw, Path copy, String name) {
    List<String> remarks =
        raw.remarks().stream().map(remark -> remark.replace(copy.toString(), name)).toList();
    return raw.withRemarks(remarks).from(name);
  }

  /** Reads standard input. */
  static RawData standardInput(Function<Path, RawData> reading) {
    String name = "standard input";
    return copied(
        System.in, name, "standard-input", copy -> renamed(reading.apply(copy), copy, name));
  }

  private static <T> T copied(
      InputStream source, String name, String fileName, Function<Path, T> reading) {
    Path folder = null;
    Path copy = null;
    try {
      InputStream in = new BufferedInputStream(source, 1 << 16);
      in.mark(FileKind.START);
      byte[] start = in.readNBytes(FileKind.START);
      in.reset();
      if (start.length == 0) {
        throw new DataException(name + ": is empty (what comes from a pipe can be read but once)");
      }
      Path copied = Path.of(fileName);
      byte[] text = Formats.isPacked(start) ? FileKind.unpackedStart(copied, start) : start;
      if (FileKind.of(copied, start, text) == FileKind.UNKNOWN) {
        throw new DataException(
            name + ": is of no kind that can be read; expected what a data file would hold");
      }
      folder = Files.createTempDirectory("hourglass");
      copy = folder.resolve(fileName);
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return reading.apply(copy);
    } catch (IOException e) {
      throw new DataException(
          "%s: could not be copied to the temporary folder %s: %s"
              .formatted(name, System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    } catch (DataException e) {
      throw copy == null ? e : new DataException(e.getMessage().replace(copy.toString(), name), e);
    } finally {
      delete(copy);
      delete(folder);
    }
  }

  private static void delete(Path path) {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException _) {
      path.toFile().deleteOnExit(); // mapped, on a system that keeps mapped files
    }
  }
}
