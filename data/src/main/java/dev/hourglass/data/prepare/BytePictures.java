package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawData;
import java.util.List;

/**
 * Tells whether unsigned bytes are pixels, which stand for 0 to 1, or numbers that happen to be
 * small: flags, counts, ages.
 */
final class BytePictures {
  /** Fewer numbers than those of 8 × 8 pixels are no picture. */
  private static final int FEWEST_PIXELS = 64;

  /** Pixels use the upper half of their range; counts and ages seldom do. */
  private static final int BRIGHT = 127;

  private static final int FULL = 255;

  private BytePictures() {}

  /**
   * Samples with the shape of a picture are pictures, unless they are flags; so are vectors that
   * are long and reach bright values, as flattened pictures do.
   */
  static boolean are(RawData.Array raw, int[] rows) {
    int brightest = brightest(raw.samples(), rows);
    SampleShape shape = raw.samples().shape();
    return shape.isImage()
        ? brightest > 1
        : shape.features() >= FEWEST_PIXELS && brightest > BRIGHT;
  }

  /** What to say of bytes that were taken for pixels where that is not plain. */
  static List<String> remarks(RawData.Array raw) {
    SampleShape shape = raw.samples().shape();
    if (!shape.isImage()) {
      return List.of(
          ("%s: bytes up to 255 in vectors of %d are taken for pixels and divided by 255; option"
                  + " 'scaling' = min-max scales each by its own range")
              .formatted(raw.source(), shape.features()));
    }
    int brightest = brightest(raw.samples(), RowOrder.all(raw.size()));
    return brightest > BRIGHT
        ? List.of()
        : List.of(
            ("%s: bytes of %s are pictures and divided by 255, though none exceeds %d; option"
                    + " 'scaling' = min-max scales each by its own range")
                .formatted(raw.source(), shape, brightest));
  }

  private static int brightest(Dataset samples, int[] rows) {
    double[] row = new double[samples.features()];
    Dataset bytes = samples.asStored();
    double most = 0;
    for (int i : rows) {
      bytes.copyDoubles(i, row);
      for (double value : row) {
        most = Math.max(most, value);
      }
      if (most == FULL) {
        break;
      }
    }
    return (int) most;
  }
}
