package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.ImageOptions;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads images as a detector wants them: all of one size, with values from 0 to 1. */
public final class ImageReading {
  /** A larger image is shrunk to this along its longer side. */
  private static final int MOST_SIDE = 128;

  private static final int LEAST_SIDE = 16;

  /** Two halvings. */
  private static final int STRIDE = 4;

  private ImageReading() {}

  /**
   * Reads images to fit on. Those of one size keep their proportions; of several sizes all become
   * squares.
   *
   * @param remarks what people should know of the reading
   * @throws DataException if there are none, or they are no grey or RGB images, or too small
   */
  public static Dataset read(
      String source, ReadOptions options, ReadingListener listener, Consumer<String> remarks) {
    ReadOptions sized = options;
    if (options.resize().isEmpty()) {
      Optional<ImageSize> size = sizeOf(source);
      if (size.isPresent()) {
        sized = options.withImage(options.image().withResize(size.get()));
      }
    }
    return read(source, sized, remarks, listener);
  }

  /** Reads images as those that a detector was fitted on. */
  public static Dataset readLike(
      SampleShape shape,
      String source,
      ReadOptions options,
      ReadingListener listener,
      Consumer<String> remarks) {
    ImageOptions image =
        options
            .image()
            .withResize(new ImageSize(shape.width(), shape.height()))
            .withColor(shape.channels() == 1 ? ColorMode.GREY : ColorMode.RGB);
    boolean files = isOfFiles(source);
    if (files) {
      sizesOf(source);
    }
    Dataset samples = read(source, files ? options.withImage(image) : options, remarks, listener);
    if (!samples.shape().equals(shape)) {
      throw new DataException(
          "%s: its samples are %s, but the detector was fitted on %s"
              .formatted(source, samples.shape(), shape));
    }
    return samples;
  }

  private static Dataset read(
      String source, ReadOptions options, Consumer<String> remarks, ReadingListener listener) {
    RawData raw = DataReader.read(source, options, listener);
    raw.remarks().forEach(remarks);
    Dataset samples = Preparation.fit(raw, PreparationOptions.defaults()).apply(raw);
    SampleShape shape = samples.shape();
    if (!shape.isImage() || shape.channels() != 1 && shape.channels() != 3) {
      throw new DataException(
          "%s: its samples are %s, but grey or RGB images are expected; name a folder of images"
              .formatted(source, shape));
    }
    if (Math.min(shape.height(), shape.width()) < LEAST_SIDE
        || shape.height() % STRIDE != 0
        || shape.width() % STRIDE != 0) {
      throw new DataException(
          "%s: its images are %dx%d pixels, but sides of at least %d that divide by %d are expected"
              .formatted(source, shape.width(), shape.height(), LEAST_SIDE, STRIDE));
    }
    return samples;
  }

  private static boolean isOfFiles(String source) {
    try {
      Path path = Path.of(source);
      return Files.isDirectory(path) && !Picture.imagesAt(path).isEmpty()
          || Files.isRegularFile(path) && ImageFormat.ofName(path).isPresent();
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /**
   * The sizes of all files that can be read; of the others it is said when they are.
   *
   * @throws DataException naming a file in which there is nothing to see
   */
  private static List<SampleShape> sizesOf(String source) {
    List<SampleShape> sizes = new ArrayList<>();
    for (Path file : Picture.imagesAt(Path.of(source))) {
      SampleShape size;
      try {
        size = Picture.sizeOf(file);
      } catch (DataException _) {
        continue;
      }
      if (Math.min(size.height(), size.width()) < LEAST_SIDE) {
        throw new DataException(
            "%s: is %dx%d pixels, in which nothing can be found; remove it, or give larger images: %dx%d or more"
                .formatted(file, size.width(), size.height(), LEAST_SIDE, LEAST_SIDE));
      }
      sizes.add(size);
    }
    return sizes;
  }

  /** The size to bring image files to. */
  private static Optional<ImageSize> sizeOf(String source) {
    if (!isOfFiles(source)) {
      return Optional.empty();
    }
    List<SampleShape> sizes = sizesOf(source);
    if (sizes.isEmpty()) {
      return Optional.empty();
    }
    SampleShape first = sizes.getFirst();
    boolean alike = sizes.stream().allMatch(first::equals);
    if (!alike) {
      return Optional.of(new ImageSize(MOST_SIDE, MOST_SIDE));
    }
    double scale = Math.min(1, (double) MOST_SIDE / Math.max(first.height(), first.width()));
    return Optional.of(
        new ImageSize(rounded(first.width() * scale), rounded(first.height() * scale)));
  }

  private static int rounded(double side) {
    return Math.max(LEAST_SIDE, (int) Math.round(side / STRIDE) * STRIDE);
  }
}
