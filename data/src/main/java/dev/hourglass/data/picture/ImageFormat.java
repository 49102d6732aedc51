package dev.hourglass.data.picture;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of image files that are read, by their first bytes and their names. */
public enum ImageFormat {
  PNG("png"),
  JPEG("jpg", "jpeg", "jpe", "jfif", "jif"),
  GIF("gif"),
  BMP("bmp", "dib"),
  TIFF("tif", "tiff"),
  WEBP("webp"),
  PNM("pgm", "ppm", "pbm", "pnm", "pam");

  /** For messages. */
  public static final String ALL = "PNG, JPEG, GIF, BMP, TIFF, WebP, PGM or PPM";

  private final Set<String> extensions;

  ImageFormat(String... extensions) {
    this.extensions = Set.of(extensions);
  }

  /** The kind that a file's name says. */
  public static Optional<ImageFormat> ofName(Path path) {
    String extension = extension(path);
    for (ImageFormat format : values()) {
      if (format.extensions.contains(extension)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** What stands behind the last dot of a name, in lower case; empty where there is no dot. */
  static String extension(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  /** The kind that begins with these bytes. */
  public static Optional<ImageFormat> ofStart(byte[] start) {
    if (begins(start, "\u0089PNG")) {
      return Optional.of(PNG);
    }
    if (begins(start, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (begins(start, "GIF8")) {
      return Optional.of(GIF);
    }
    if (begins(start, "BM")) {
      return Optional.of(BMP);
    }
    if (begins(start, "II*\0")
        || begins(start, "MM\0*")
        || begins(start, "II+\0")
        || begins(start, "MM\0+")) {
      return Optional.of(TIFF);
    }
    if (begins(start, "RIFF")
        && start.length >= 12
        && new String(start, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP")) {
      return Optional.of(WEBP);
    }
    boolean pnm =
        start.length >= 3
            && start[0] == 'P'
            && start[1] >= '1'
            && start[1] <= '7'
            && Character.isWhitespace(start[2]);
    return pnm ? Optional.of(PNM) : Optional.empty();
  }

  private static boolean begins(byte[] start, String magic) {
    return start.length >= magic.length()
        && new String(start, 0, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }
}
