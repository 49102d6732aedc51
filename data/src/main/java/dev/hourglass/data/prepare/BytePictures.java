package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import dev.hourglass.data.raw.RawData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

  /** Pictures so dark throughout are on a scale of their own, such as 0 to 16. */
  private static final int DARK = 31;

  private static final int FULL = 255;

  private BytePictures() {}

  /**
   * Samples with the shape of a picture are pictures, unless they are flags (none above 1, some 1);
   * so are vectors that are long and reach bright values, as flattened pictures do.
   */
  static boolean are(RawData.Array raw, int[] rows) {
    int brightest = brightest(raw.samples(), rows);
    SampleShape shape = raw.samples().shape();
    return shape.isImage()
        ? brightest != 1
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
    return brightest > DARK
        ? List.of()
        : List.of(
            ("%s: bytes of %s are pictures and divided by 255, though none exceeds %d; option"
                    + " 'scaling' = min-max scales each by its own range")
                .formatted(raw.source(), shape, brightest));
  }

  private static int brightest(Dataset samples, int[] rows) {
    Dataset bytes = samples.asStored();
    // Outside the heap, which a photo as floats may exceed.
    MemorySegment row = Storage.allocate((long) bytes.features() * Float.BYTES);
    float most = 0;
    for (int i : rows) {
      RowSamples.copyRow(bytes, i, row, 0);
      for (long f = 0; f < bytes.features(); f++) {
        most = Math.max(most, row.getAtIndex(ValueLayout.JAVA_FLOAT, f));
      }
      if (most == FULL) {
        break;
      }
    }
    return (int) most;
  }
}
