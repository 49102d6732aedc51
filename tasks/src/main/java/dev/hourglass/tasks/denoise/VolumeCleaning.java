package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.scan.NiftiWriter;
import dev.hourglass.data.scan.Scan;
import dev.hourglass.data.scan.Shades;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Cleans the slices of a scan into a volume of the same grid and the same units. Numbers beyond its
 * window stay as they are: of them a denoiser has seen nothing.
 */
final class VolumeCleaning {
  /** Small slices that are cleaned side by side. */
  private static final int AT_ONCE = 16;

  private final PictureDenoiser denoiser;
  private final Scan scan;
  private final ReadingListener listener;

  VolumeCleaning(PictureDenoiser denoiser, Scan scan, ReadingListener listener) {
    this.listener = listener;
    this.denoiser = denoiser;
    this.scan = scan;
  }

  /**
   * A cleaned slice.
   *
   * @param values in the scan's units
   * @param spread the same of its uncertainty; empty where it is not asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // passes from network to file, never compared
  private record Slice(double[] values, double[] spread, FileCleaning.Found found) {}

  FileCleaning.Outcome clean(FileCleaning.Target target) {
    List<FileCleaning.Found> found = new ArrayList<>();
    List<double[]> spreads = new ArrayList<>();
    boolean guessing = target.uncertainty().isPresent();
    IntFunction<Slice> slices = inBlocks(guessing);
    new NiftiWriter(target.to())
        .writeLike(
            scan,
            number -> {
              Slice slice = slices.apply(number);
              found.add(slice.found);
              spreads.add(slice.spread);
              listener.progressed("slices cleaned", number + 1, OptionalInt.of(scan.slices()));
              return slice.values;
            });
    target.uncertainty().ifPresent(to -> new NiftiWriter(to).writeOver(scan, spreads::get));
    return new FileCleaning.Outcome.Cleaned(
        target, scan.shape(), scan.slices(), FileCleaning.Found.mean(found), Optional.empty());
  }

  /** Slices asked for one after the other, cleaned some at a time. */
  private IntFunction<Slice> inBlocks(boolean guessing) {
    SampleShape shape = scan.shape();
    boolean small = (long) shape.height() * shape.width() <= FileCleaning.SMALL_PIXELS;
    int size = small ? AT_ONCE : 1;
    List<Slice> block = new ArrayList<>();
    return number -> {
      if (number % size == 0) {
        block.clear();
        block.addAll(
            IntStream.range(number, Math.min(number + size, scan.slices()))
                .parallel()
                .mapToObj(i -> slice(i, guessing))
                .toList());
      }
      return block.get(number % size);
    };
  }

  private Slice slice(int number, boolean guessing) {
    float[] given = scan.slice(number);
    Shades shades = scan.shades(number);
    float[] shown = new float[given.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = shades.shown(given[i]);
    }
    Picture noisy = new Picture(shown, scan.shape(), scan.bits());
    PictureDenoiser.Cleaned cleaned = denoiser.clean(noisy);
    double[] values = new double[given.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = shades.changed(given[i], cleaned.picture().values()[i]);
    }
    Optional<Uncertainty> uncertainty =
        guessing ? Optional.of(Uncertainty.of(denoiser, noisy, cleaned)) : Optional.empty();
    double[] spread = new double[guessing ? given.length : 0];
    double scale = Math.abs(shades.white() - shades.black());
    for (int i = 0; i < spread.length; i++) {
      spread[i] = scale * uncertainty.orElseThrow().deviations()[i];
    }
    return new Slice(
        values,
        spread,
        new FileCleaning.Found(
            cleaned.noise().sigma(), cleaned.share(), uncertainty.map(Uncertainty::mean)));
  }
}
