package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.CropSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ImageFormat;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the pictures that a model of any size is fitted on, as pieces of one size. */
public final class CleanPieces {
  /** A wider piece costs memory and shows a model no more. */
  static final int MOST_SIDE = 128;

  /** A narrower one is nearly all border. */
  static final int LEAST_SIDE = 16;

  /** Two halvings. */
  static final int STRIDE = 4;

  private CleanPieces() {}

  /**
   * Reads pictures: a folder of images of any sizes, an image, or an array of pictures of one size.
   *
   * @param options limit, channels and what to do with unreadable files
   * @param remarks what people should know of the reading
   * @return pieces with values from 0 to 1
   * @throws DataException if there are none, they are no grey or RGB pictures, or too small
   */
  public static Dataset read(
      String source, ReadOptions options, ReadingListener listener, Consumer<String> remarks) {
    ReadOptions cutting = options;
    if (options.image().crop().isEmpty() && options.resize().isEmpty()) {
      Optional<ImageSize> piece = pieceOf(source);
      if (piece.isPresent()) {
        cutting = options.withImage(options.image().withCrop(piece.get()));
      }
    }
    RawData raw = DataReader.read(source, cutting, listener);
    raw.remarks().forEach(remarks);
    Dataset samples = Preparation.fit(raw, PreparationOptions.defaults()).apply(raw);
    check(samples);
    return whole(samples);
  }

  private static void check(Dataset samples) {
    SampleShape shape = samples.shape();
    if (!shape.isImage() || shape.channels() != 1 && shape.channels() != 3) {
      throw new DataException(
          "%s: its samples are %s, but grey or RGB pictures are expected; name a folder of images"
              .formatted(samples.source(), shape));
    }
    if (Math.min(shape.height(), shape.width()) < LEAST_SIDE) {
      throw tooSmall(samples.source(), shape);
    }
  }

  static DataException tooSmall(String source, SampleShape shape) {
    return new DataException(
        "%s: a picture of %dx%d pixels is too small to learn from; remove it, or give larger ones: %dx%d or more"
            .formatted(source, shape.width(), shape.height(), LEAST_SIDE, LEAST_SIDE));
  }

  /** Pieces whose sides can be halved. */
  private static Dataset whole(Dataset samples) {
    SampleShape shape = samples.shape();
    int height = Math.min(MOST_SIDE, shape.height()) / STRIDE * STRIDE;
    int width = Math.min(MOST_SIDE, shape.width()) / STRIDE * STRIDE;
    return height == shape.height() && width == shape.width()
        ? samples
        : CropSamples.of(samples, height, width);
  }

  /** The size to cut pieces of, where a folder's images are large or of several sizes. */
  private static Optional<ImageSize> pieceOf(String source) {
    Path path;
    try {
      path = Path.of(source);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
    boolean image = Files.isRegularFile(path) && ImageFormat.ofName(path).isPresent();
    if (!image && !Files.isDirectory(path)) {
      return Optional.empty();
    }
    List<Path> files = Picture.imagesAt(path);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    SampleShape first = Picture.sizeOf(files.getFirst());
    SampleShape least = first;
    Path smallest = files.getFirst();
    boolean alike = true;
    for (Path file : files) {
      SampleShape size = Picture.sizeOf(file);
      alike &= size.equals(first);
      if (shorter(size) < shorter(least)) {
        least = size;
        smallest = file;
      }
    }
    int side = Math.min(MOST_SIDE, shorter(least)) / STRIDE * STRIDE;
    if (side < LEAST_SIDE) {
      throw tooSmall(smallest.toString(), least);
    }
    boolean small = Math.max(first.height(), first.width()) <= MOST_SIDE;
    return alike && small ? Optional.empty() : Optional.of(new ImageSize(side, side));
  }

  private static int shorter(SampleShape size) {
    return Math.min(size.height(), size.width());
  }
}
