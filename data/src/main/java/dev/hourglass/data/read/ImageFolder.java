package dev.hourglass.data.read;

import dev.hourglass.data.dataset.ByteSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of PNG, JPEG, GIF or BMP files, read in the order of their names; where it has
 * sub-folders of images instead, each of those is a class. Hidden files and other files are
 * skipped. Images are decoded on all cores and kept as bytes.
 */
public final class ImageFolder {
  private ImageFolder() {}

  /**
   * Reads a folder.
   *
   * @param options size, colour and limit are used
   * @throws DataException if there are no images, or one cannot be read, or their sizes differ and
   *     {@code options} has no size to bring them to
   */
  public static RawData.Array read(Path folder, ReadOptions options) {
    List<Path> direct = imagesIn(folder);
    List<Path> classes = new ArrayList<>();
    List<List<Path>> perClass = new ArrayList<>();
    for (Path sub : foldersIn(folder)) {
      List<Path> images = imagesIn(sub);
      if (!images.isEmpty()) {
        classes.add(sub);
        perClass.add(images);
      }
    }
    if (!direct.isEmpty() && !classes.isEmpty()) {
      throw new DataException(
          "%s: has %d images beside sub-folders of images such as %s; "
                  .formatted(folder, direct.size(), classes.getFirst().getFileName())
              + "name one of the sub-folders, or move the images into one");
    }
    if (classes.isEmpty()) {
      if (direct.isEmpty()) {
        throw empty(folder);
      }
      return decode(chosen(direct, options), folder.toString(), options);
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      for (Path image : perClass.get(c)) {
        files.add(image);
        labels.add(c);
      }
    }
    int[] rows = options.limited(files.size());
    List<Path> kept = IntStream.of(rows).mapToObj(files::get).toList();
    int[] values = IntStream.of(rows).map(labels::get).toArray();
    List<String> names = classes.stream().map(c -> c.getFileName().toString()).toList();
    return decode(kept, folder.toString(), options).withLabels(new Labels(values, names));
  }

  /** Reads a single image as a set of one. */
  static RawData.Array readFile(Path file, ReadOptions options) {
    return decode(List.of(file), file.toString(), options);
  }

  private static List<Path> chosen(List<Path> files, ReadOptions options) {
    return IntStream.of(options.limited(files.size())).mapToObj(files::get).toList();
  }

  private static DataException empty(Path folder) {
    List<String> deeper =
        foldersIn(folder).stream()
            .filter(sub -> foldersIn(sub).stream().anyMatch(last -> !imagesIn(last).isEmpty()))
            .map(Path::toString)
            .toList();
    if (!deeper.isEmpty()) {
      return new DataException(
          "%s: has no images, nor do its sub-folders, but theirs do; did you mean %s?"
              .formatted(folder, String.join(" or ", deeper)));
    }
    return new DataException(
        folder
            + ": has no images (PNG, JPEG, GIF or BMP), nor do its sub-folders; "
            + "name the folder that has them, or one with a sub-folder per class");
  }

  private static List<Path> imagesIn(Path folder) {
    return list(folder).stream()
        .filter(ImageDecoder::isImageName)
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> foldersIn(Path folder) {
    return list(folder).stream()
        .filter(Files::isDirectory)
        .filter(sub -> !sub.getFileName().toString().startsWith("."))
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw DataException.reading(folder, e);
    }
  }

  private static RawData.Array decode(List<Path> files, String source, ReadOptions options) {
    if (options.resize().isEmpty()) {
      checkSizes(files);
    }
    int count = files.size();
    AtomicReferenceArray<Pixels> decoded = new AtomicReferenceArray<>(count);
    inOrder(
        count,
        i -> {
          Pixels pixels = ImageDecoder.decode(files.get(i));
          Pixels colored =
              switch (options.color()) {
                case KEEP -> pixels;
                case GREY -> pixels.toGrey();
                case RGB -> pixels.toRgb();
              };
          decoded.set(i, options.resize().map(colored::resized).orElse(colored));
          return Optional.empty();
        });
    Pixels first = decoded.get(0);
    int channels =
        IntStream.range(0, count).map(i -> decoded.get(i).channels()).max().orElseThrow();
    SampleShape shape = SampleShape.image(channels, first.height(), first.width());
    MemorySegment bytes = Storage.allocate((long) count * shape.features());
    for (int i = 0; i < count; i++) {
      Pixels pixels = channels == 3 ? decoded.get(i).toRgb() : decoded.get(i);
      long at = (long) i * shape.features();
      MemorySegment.copy(pixels.values(), 0, bytes, ValueLayout.JAVA_BYTE, at, shape.features());
      decoded.set(i, null); // large sets need not lie in memory twice
    }
    return new RawData.Array(new ByteSamples(bytes, count, shape, source), NumberKind.BYTES);
  }

  private static void checkSizes(List<Path> files) {
    ReadOptions.Size first = ImageDecoder.sizeOf(files.getFirst());
    inOrder(
        files.size(),
        i -> {
          ReadOptions.Size size = ImageDecoder.sizeOf(files.get(i));
          if (size.equals(first)) {
            return Optional.empty();
          }
          return Optional.of(
              new DataException(
                  "images must have one size, but %s is %s and %s is %s; "
                          .formatted(files.getFirst(), first, files.get(i), size)
                      + "give option 'resize' = WxH, such as option 'resize' = "
                      + first));
        });
  }

  @FunctionalInterface
  private interface Step {
    Optional<DataException> apply(int i);
  }

  /** Runs the steps on all cores; if several fail, the first in order is the one reported. */
  private static void inOrder(int count, Step step) {
    Optional<DataException> failure =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(
                i -> {
                  try {
                    return step.apply(i);
                  } catch (DataException e) {
                    return Optional.of(e);
                  }
                })
            .flatMap(Optional::stream)
            .findFirst();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
