package dev.hourglass.data.picture;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.ReadingListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a folder, sorted by name: images, and what is left out.
 *
 * @param images by name, or by their first bytes where the name says nothing
 * @param others files that are no images, or of kinds that are not read
 * @param hidden files that the system or a program put there
 */
record ImageFiles(List<Path> images, List<Path> others, List<Path> hidden) {
  private static final Set<String> OF_THE_SYSTEM = Set.of("thumbs.db", "desktop.ini", "__macosx");

  /** Files between two glances of whoever watches. */
  private static final int GLANCE = 1_000;

  /** The files right in a folder. */
  static ImageFiles in(Path folder, ReadingListener listener) {
    List<Path> files = new ArrayList<>();
    collect(folder, false, files, listener);
    return of(files);
  }

  /** The files in a folder and in all its sub-folders that are not hidden. */
  static ImageFiles under(Path folder, ReadingListener listener) {
    List<Path> files = new ArrayList<>();
    collect(folder, true, files, listener);
    return of(files);
  }

  private static void collect(
      Path folder, boolean deep, List<Path> files, ReadingListener listener) {
    for (Path entry : list(folder)) {
      if (Files.isRegularFile(entry)) {
        files.add(entry);
        if (files.size() % GLANCE == 0) {
          listener.progressed("files found", files.size(), OptionalInt.empty());
        }
      } else if (deep
          && Files.isDirectory(entry)
          && !Files.isSymbolicLink(entry)
          && !isHidden(entry)) {
        collect(entry, true, files, listener);
      }
    }
  }

  /** How many images lie right in a folder, of those found under it. */
  int imagesIn(Path folder) {
    return (int) images.stream().filter(image -> image.getParent().equals(folder)).count();
  }

  private static ImageFiles of(List<Path> files) {
    List<Path> images = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    List<Path> hidden = new ArrayList<>();
    for (Path file : files) {
      (isHidden(file) ? hidden : isImage(file) ? images : others).add(file);
    }
    return new ImageFiles(images, others, hidden);
  }

  /** The sub-folders that are not hidden. */
  static List<Path> foldersIn(Path folder) {
    return list(folder).stream().filter(Files::isDirectory).filter(sub -> !isHidden(sub)).toList();
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.startsWith(".") || OF_THE_SYSTEM.contains(name);
  }

  private static boolean isImage(Path path) {
    if (ImageFormat.ofName(path).isPresent()) {
      return true;
    }
    String extension = ImageFormat.extension(path);
    // Scanners call files by their unique numbers, with dots between.
    boolean tells = !extension.chars().allMatch(Character::isDigit);
    if (tells) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return ImageFormat.ofStart(in.readNBytes(ImageFormat.START)).isPresent();
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw DataException.reading(folder, e);
    }
  }

  /** What to say of the files that are no images; nothing where there are none. */
  static List<String> leftOut(Path folder, List<ImageFiles> all) {
    List<Path> others = all.stream().flatMap(files -> files.others.stream()).toList();
    List<Path> hidden = all.stream().flatMap(files -> files.hidden.stream()).toList();
    List<String> remarks = new ArrayList<>();
    if (!others.isEmpty()) {
      remarks.add(
          "%s: left out %s that no reader of images takes: %s"
              .formatted(folder, counted(others.size()), names(folder, others)));
    }
    if (!hidden.isEmpty()) {
      remarks.add(
          "%s: left out %s of the system or hidden: %s"
              .formatted(folder, counted(hidden.size()), names(folder, hidden)));
    }
    return remarks;
  }

  static String counted(int files) {
    return files == 1 ? "1 file" : "%,d files".formatted(files);
  }

  static String names(Path folder, List<Path> files) {
    return ShortList.of(files.stream().map(file -> folder.relativize(file).toString()).toList());
  }
}
