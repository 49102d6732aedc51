package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.scan.NiftiFile;
import dev.hourglass.data.scan.Scan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One picture of a file: the only one, or a slice of a scan.
 *
 * @param file an image file
 * @param slice which one it is of several, from 0; empty where it is the only one or the first
 * @param size where it is known without opening the file
 */
public record PictureFrame(Path file, OptionalInt slice, Optional<ImageSize> size) {
  /** Between a file's name and the number of a slice, counted from 1. */
  private static final char SLICE = '#';

  private static final int LONGEST_NUMBER = 9;

  /** The only picture of a file, or its first. */
  public static PictureFrame first(Path file) {
    return new PictureFrame(file, OptionalInt.empty(), Optional.empty());
  }

  /**
   * The pictures of a file: all slices of a scan, the first picture of any other. A file that
   * cannot be read counts as one, so that it is told of when it is read.
   */
  public static List<PictureFrame> of(Path file) {
    if (!ImageFormat.isScan(file)) {
      return List.of(first(file));
    }
    try {
      int slices;
      ImageSize size;
      if (NiftiFile.isNamedSo(file)) {
        NiftiFile.Size all = NiftiFile.sizeOf(file);
        slices = all.slices();
        size = new ImageSize(all.width(), all.height());
      } else {
        Scan scan = Scan.open(file);
        slices = scan.slices();
        size = new ImageSize(scan.shape().width(), scan.shape().height());
      }
      return slices == 1
          ? List.of(new PictureFrame(file, OptionalInt.empty(), Optional.of(size)))
          : IntStream.range(0, slices)
              .mapToObj(i -> new PictureFrame(file, OptionalInt.of(i), Optional.of(size)))
              .toList();
    } catch (DataException | IllegalArgumentException _) {
      return List.of(first(file));
    }
  }

  /** The number of the picture in its file, from 0. */
  public int number() {
    return slice.orElse(0);
  }

  /** Refuses a number that a scan does not have. */
  void checkWithin(Scan scan) {
    if (number() < 0 || number() >= scan.slices()) {
      throw new DataException(
          "%s: has %d slices and no slice %d".formatted(file, scan.slices(), number() + 1));
    }
  }

  /** As it is called: the file's name, and which slice it is where there are several. */
  public String name() {
    return file.getFileName() + suffix();
  }

  /** As seen from a folder, with slashes on every system. */
  String name(Path folder) {
    String within = folder.relativize(file).toString();
    return within.replace(file.getFileSystem().getSeparator(), "/") + suffix();
  }

  private String suffix() {
    return slice.isPresent() ? String.valueOf(SLICE) + (slice.getAsInt() + 1) : "";
  }

  /** For messages. */
  @Override
  public String toString() {
    return file + suffix();
  }

  /** All pictures of the files at a path: itself, or all in a folder and beneath it. */
  public static List<PictureFrame> at(Path path) {
    List<PictureFrame> all = new ArrayList<>();
    for (Path file : Picture.filesAt(path)) {
      all.addAll(of(file));
    }
    return all;
  }

  /**
   * The picture that a sample was read of.
   *
   * @param source the image file, or the folder that the file lies in
   * @param name that the sample got
   */
  public static PictureFrame named(Path source, String name) {
    int mark = name.lastIndexOf(SLICE);
    boolean folder = Files.isDirectory(source);
    Path whole = folder ? source.resolve(name) : source;
    if (mark < 0 || folder && Files.exists(whole)) {
      return first(whole);
    }
    String number = name.substring(mark + 1);
    if (number.isEmpty()
        || number.length() > LONGEST_NUMBER
        || !number.chars().allMatch(Character::isDigit)) {
      return first(whole);
    }
    Path file = folder ? source.resolve(name.substring(0, mark)) : source;
    return new PictureFrame(file, OptionalInt.of(Integer.parseInt(number) - 1), Optional.empty());
  }
}
