package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.OpenScans;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.picture.PictureFrame;
import dev.hourglass.data.picture.PictureMetadata;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.scan.NiftiFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Cleans image files into PNG files that keep pixel size and texts, and scans into volumes of NIfTI
 * that keep spacing, orientation and the kind of their numbers. Small images are cleaned side by
 * side, for each keeps one processor busy; a large one keeps all of them busy by itself, and its
 * memory is free before the next one.
 */
public final class FileCleaning {
  /** Such an image is one tile. */
  static final long SMALL_PIXELS = 384 * 384;

  private static final int MOST_AT_ONCE = 64;

  private final PictureDenoiser denoiser;
  private final OpenScans scans = new OpenScans();

  private final ReadingListener listener;

  /**
   * By a denoiser.
   *
   * @param listener is told how far a volume is
   */
  public FileCleaning(PictureDenoiser denoiser, ReadingListener listener) {
    this.denoiser = denoiser;
    this.listener = listener;
  }

  /**
   * A picture and where it goes.
   *
   * @param from a picture of an image file; a volume takes all of its file's
   * @param to a {@code .png}; or a {@code .nii} or {@code .nii.gz}, where all slices go
   * @param uncertainty where an image of its {@link Uncertainty} goes, of the same kind
   */
  public record Target(PictureFrame from, Path to, Optional<Path> uncertainty) {
    /** Whether it is a volume. */
    public boolean isVolume() {
      return NiftiFile.isNamedSo(to);
    }
  }

  /** What became of a picture. */
  public sealed interface Outcome {
    /**
     * It was cleaned.
     *
     * @param shape of it, or of each slice
     * @param slices 1 where it is no volume
     * @param found in it; of a volume, the means over its slices
     * @param metadataLost why pixel size and texts could not be kept, where they could not
     */
    record Cleaned(
        Target target,
        SampleShape shape,
        int slices,
        Found found,
        Optional<DataException> metadataLost)
        implements Outcome {}

    /** It could not be read. */
    record Unreadable(DataException why) implements Outcome {}
  }

  /**
   * What was found in a picture.
   *
   * @param sigma the noise's standard deviation
   * @param share of what the model took for noise that was taken away, 0 to 1
   * @param uncertainty the mean over the pixels, where it was asked for
   */
  public record Found(double sigma, double share, Optional<Double> uncertainty) {
    static Found mean(List<Found> all) {
      Optional<Double> uncertainty =
          all.getFirst()
              .uncertainty
              .map(
                  _ ->
                      all.stream()
                          .mapToDouble(each -> each.uncertainty.orElse(0.0))
                          .average()
                          .orElseThrow());
      return new Found(
          all.stream().mapToDouble(Found::sigma).average().orElseThrow(),
          all.stream().mapToDouble(Found::share).average().orElseThrow(),
          uncertainty);
    }
  }

  /**
   * Cleans pictures.
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
    if (target.isVolume()) {
      return false;
    }
    try {
      SampleShape size = Picture.sizeOf(target.from);
      return (long) size.height() * size.width() <= SMALL_PIXELS;
    } catch (DataException _) {
      // It is told of when it is read.
      return true;
    }
  }

  private Outcome clean(Target target) {
    try {
      return target.isVolume()
          ? new VolumeCleaning(denoiser, scans.at(target.from.file()), listener).clean(target)
          : cleanPicture(target);
    } catch (DataException e) {
      return new Outcome.Unreadable(e);
    }
  }

  private Outcome cleanPicture(Target target) {
    Picture noisy = Picture.read(target.from, scans);
    PictureMetadata metadata = PictureMetadata.NONE;
    Optional<DataException> lost = Optional.empty();
    try {
      metadata = PictureMetadata.read(target.from.file());
    } catch (DataException e) {
      lost = Optional.of(e);
    }
    PictureDenoiser.Cleaned cleaned = denoiser.clean(noisy);
    Optional<Uncertainty> uncertainty =
        target.uncertainty.map(_ -> Uncertainty.of(denoiser, noisy, cleaned));
    cleaned.picture().writePng(target.to, metadata);
    if (uncertainty.isPresent()) {
      uncertainty.get().picture().writePng(target.uncertainty.orElseThrow(), metadata);
    }
    return new Outcome.Cleaned(
        target,
        cleaned.picture().shape(),
        1,
        new Found(cleaned.noise().sigma(), cleaned.share(), uncertainty.map(Uncertainty::mean)),
        lost);
  }
}
