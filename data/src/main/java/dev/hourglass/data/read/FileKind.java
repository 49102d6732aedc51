package dev.hourglass.data.read;

import dev.hourglass.data.array.IdxHeader;
import dev.hourglass.data.array.NpyHeader;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.TableFiles;
import dev.hourglass.data.format.Formats;
import dev.hourglass.data.picture.ImageFormat;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a file is: by its first bytes, or by its name where those say nothing. */
enum FileKind {
  IDX,
  NPY,
  NPZ,
  IMAGE,
  TABLE,
  UNKNOWN;

  static final int START = 512;

  static FileKind of(Path path) {
    byte[] start;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      start = in.readNBytes(START);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
    return of(path, start, Formats.isPacked(start) ? unpackedStart(path) : start);
  }

  /**
   * The kind of a file that begins so.
   *
   * @param unpacked the same, or what it unpacks to
   */
  static FileKind of(Path path, byte[] start, byte[] unpacked) {
    boolean packed = Formats.isPacked(start);
    if (Formats.isParquet(start)) {
      return TABLE;
    }
    if (NpyHeader.hasMagic(unpacked)) {
      return NPY;
    }
    if (IdxHeader.hasMagic(unpacked)) {
      return IDX;
    }
    if (NpzFile.hasMagic(start)) {
      return NPZ;
    }
    if (isImage(path, unpacked, packed) && !TableFiles.isNamedSo(path)) {
      return IMAGE;
    }
    return byName(path, unpacked);
  }

  /** Of images only volumes of NIfTI come packed, and are called so. */
  private static boolean isImage(Path path, byte[] unpacked, boolean packed) {
    return packed
        ? ImageFormat.ofName(path).equals(Optional.of(ImageFormat.NIFTI))
        : ImageFormat.ofStart(unpacked).isPresent();
  }

  /** Empty where the packed data is damaged: then the reader that the name suggests will say so. */
  private static byte[] unpackedStart(Path path) {
    try (InputStream in = Formats.unpacked(path, Files.newInputStream(path))) {
      return in.readNBytes(START);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** What the start of packed data unpacks to, as far as it goes. */
  static byte[] unpackedStart(Path path, byte[] start) {
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    try (InputStream in = Formats.unpacked(path, new ByteArrayInputStream(start))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        unpacked.write(b);
      }
    } catch (IOException e) {
      // it goes on behind the start
    }
    return unpacked.toByteArray();
  }

  private static FileKind byName(Path path, byte[] start) {
    String name = nameOf(path);
    if (TableFiles.isNamedSo(path)) {
      return TABLE;
    }
    if (name.endsWith(".npy") || name.endsWith(".npy.gz")) {
      return NPY;
    }
    if (name.contains("ubyte") || name.matches(".*[.-]idx\\d?.*")) {
      return IDX;
    }
    if (ImageFormat.ofName(path).isPresent()) {
      return IMAGE;
    }
    for (byte b : start) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
        return UNKNOWN;
      }
    }
    return start.length == 0 || isPackedName(name) ? UNKNOWN : TABLE;
  }

  private static String nameOf(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isPackedName(String name) {
    return name.endsWith(".gz") || name.endsWith(".zst") || name.endsWith(".zstd");
  }
}
