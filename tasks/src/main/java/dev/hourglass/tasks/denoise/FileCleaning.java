package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.picture.PictureMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Cleans image files into PNG files that keep pixel size and texts. Small images are cleaned side
 * by side, for each keeps one processor busy; a large one keeps all of them busy by itself, and its
 * memory is free before the next one.
 */
public final class FileCleaning {
  /** Such an image is one tile. */
  private static final long SMALL_PIXELS = 384 * 384;

  private static final int MOST_AT_ONCE = 64;

  private final PictureDenoiser denoiser;

  /** By a denoiser. */
  public FileCleaning(PictureDenoiser denoiser) {
    this.denoiser = denoiser;
  }

  /**
   * A file and where its picture goes.
   *
   * @param from an image file
   * @param to a {@code .png}
   */
  public record Target(Path from, Path to) {}

  /** What became of a file. */
  public sealed interface Outcome {
    /**
     * It was cleaned.
     *
     * @param noise that was found
     * @param share of what the model took for noise that was taken away, 0 to 1
     * @param metadataLost why pixel size and texts could not be kept, where they could not
     */
    record Cleaned(
        Target target,
        SampleShape shape,
        NoiseEstimate noise,
        double share,
        Optional<DataException> metadataLost)
        implements Outcome {}

    /** It could not be read. */
    record Unreadable(DataException why) implements Outcome {}
  }

  /**
   * Cleans files.
   *
   * @param files one after the other
   * @param outcomes is told of each, in the order of the files, by the calling thread; what it
   *     throws ends the work
   * @throws java.io.UncheckedIOException naming a file that cannot be written
   */
  public void clean(List<Target> files, Consumer<Outcome> outcomes) {
    int from = 0;
    while (from < files.size()) {
      int first = from;
      int to = from + 1;
      if (isSmall(files.get(from))) {
        while (to < files.size() && to - from < MOST_AT_ONCE && isSmall(files.get(to))) {
          to++;
        }
      }
      Outcome[] done = new Outcome[to - from];
      IntStream.range(0, done.length)
          .parallel()
          .forEach(i -> done[i] = clean(files.get(first + i)));
      for (Outcome each : done) {
        outcomes.accept(each);
      }
      from = to;
    }
  }

  private static boolean isSmall(Target target) {
    try {
      SampleShape size = Picture.sizeOf(target.from);
      return (long) size.height() * size.width() <= SMALL_PIXELS;
    } catch (DataException _) {
      // It is told of when it is read.
      return true;
    }
  }

  private Outcome clean(Target target) {
    Picture noisy;
    try {
      noisy = Picture.read(target.from);
    } catch (DataException e) {
      return new Outcome.Unreadable(e);
    }
    PictureMetadata metadata = PictureMetadata.NONE;
    Optional<DataException> lost = Optional.empty();
    try {
      metadata = PictureMetadata.read(target.from);
    } catch (DataException e) {
      lost = Optional.of(e);
    }
    PictureDenoiser.Cleaned cleaned = denoiser.clean(noisy);
    cleaned.picture().writePng(target.to, metadata);
    return new Outcome.Cleaned(
        target, cleaned.picture().shape(), cleaned.noise(), cleaned.share(), lost);
  }
}
