package dev.hourglass.data.read;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.array.NpyHeader;
import dev.hourglass.data.array.NumberArray;
import dev.hourglass.data.dataset.DataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The format of {@code numpy.savez}: a zip archive of .npy files. One array is read: the only one,
 * or that of {@code FILE.npz:NAME}.
 *
 * @param file the archive
 * @param name of the array, without its extension, where it was given
 */
record NpzFile(Path file, Optional<String> name) {
  private static final Pattern NAMED =
      Pattern.compile("(.+\\.npz):([^:]+)", Pattern.CASE_INSENSITIVE);
  private static final String EXTENSION = ".npy";

  /** Whether these first bytes of a file begin a zip archive. */
  static boolean hasMagic(byte[] start) {
    return start.length >= 4
        && start[0] == 'P'
        && start[1] == 'K'
        && (start[2] == 3 && start[3] == 4 || start[2] == 5 && start[3] == 6);
  }

  /**
   * What {@code FILE.npz:NAME} stands for, where there is such a file and none of the whole name.
   */
  static Optional<NpzFile> named(Path path) {
    Matcher matcher = NAMED.matcher(path.toString());
    if (Files.exists(path) || !matcher.matches()) {
      return Optional.empty();
    }
    Path file = Path.of(matcher.group(1));
    return Files.isRegularFile(file)
        ? Optional.of(new NpzFile(file, Optional.of(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * Reads the array.
   *
   * @throws DataException if there is none of the name, or several and no name
   */
  NumberArray readArray() {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      List<String> names =
          archive.stream()
              .map(ZipEntry::getName)
              .filter(entry -> entry.endsWith(EXTENSION))
              .map(entry -> entry.substring(0, entry.length() - EXTENSION.length()))
              .sorted()
              .toList();
      if (names.isEmpty()) {
        throw new DataException(
            file
                + ": is a zip archive without .npy arrays. Unpack it first; of an Excel workbook,"
                + " save the sheet as .csv");
      }
      String chosen = name.orElse(names.getFirst());
      if (name.isEmpty() && names.size() > 1 || !names.contains(chosen)) {
        throw new DataException(
            "%s: %s %d arrays: %s; name one, such as %s:%s"
                .formatted(
                    file,
                    name.isEmpty() ? "has" : "has no array '%s' among its".formatted(chosen),
                    names.size(),
                    ShortList.of(names.stream().map(each -> described(archive, each)).toList()),
                    file,
                    names.getFirst()));
      }
      ZipEntry entry = archive.getEntry(chosen + EXTENSION);
      Path path = Path.of(name.isPresent() ? file + ":" + chosen : file.toString());
      try (InputStream in = new BufferedInputStream(archive.getInputStream(entry), 1 << 16)) {
        return NpyFile.unpacked(path, in, entry.getSize());
      }
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new DataException(
          file + ": the zip archive is damaged (%s); write it again".formatted(why), e);
    }
  }

  private String described(ZipFile archive, String array) {
    try (InputStream in = archive.getInputStream(archive.getEntry(array + EXTENSION))) {
      return array + " " + NpyHeader.read(file, in).dimensionText();
    } catch (IOException | DataException _) {
      return array; // damaged, or of a kind that is not read: its name is still one
    }
  }
}
