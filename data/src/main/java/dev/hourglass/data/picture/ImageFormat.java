package dev.hourglass.data.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
  PNM("pgm", "ppm", "pbm", "pnm", "pam"),
  DICOM("dcm", "dicom", "dic"),
  NIFTI("nii", "nii.gz");

  /** For messages. */
  public static final String ALL = "PNG, JPEG, GIF, BMP, TIFF, WebP, PGM, PPM, DICOM or NIfTI";

  /** So many bytes tell a kind. */
  static final int START = 352;

  private static final int DICOM_MAGIC = 128;
  private static final int NIFTI_MAGIC = 344;

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

  /** Whether a file is a scanner's, whose slices are pictures: by its name, else by its start. */
  public static boolean isScan(Path path) {
    Optional<ImageFormat> format = ofName(path);
    if (format.isEmpty()) {
      try (InputStream in = Files.newInputStream(path)) {
        format = ofStart(in.readNBytes(START));
      } catch (IOException _) {
        // It is told of when it is read.
        return false;
      }
    }
    return format.filter(kind -> kind == DICOM || kind == NIFTI).isPresent();
  }

  /** A file's name without what tells its kind. */
  public static String stem(Path path) {
    String name = path.getFileName().toString();
    int extension = extension(path).length();
    return extension == 0 ? name : name.substring(0, name.length() - extension - 1);
  }

  /** What stands behind the last dot of a name, in lower case; empty where there is no dot. */
  static String extension(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".nii.gz")) {
      return "nii.gz";
    }
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
    if (begins(start, DICOM_MAGIC, "DICM")) {
      return Optional.of(DICOM);
    }
    if (begins(start, NIFTI_MAGIC, "n+1\0")) {
      return Optional.of(NIFTI);
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
    return begins(start, 0, magic);
  }

  private static boolean begins(byte[] start, int at, String magic) {
    return start.length >= at + magic.length()
        && new String(start, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }
}
