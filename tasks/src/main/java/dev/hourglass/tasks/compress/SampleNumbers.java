package dev.hourglass.tasks.compress;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.compress.CompressedHeader.Stored;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of samples as the data has them: whole numbers of 8 or 16 bits where they are, and
 * how a model's are turned into such.
 *
 * @param stored what they are
 * @param unit what 1 of the gathered floats is in whole numbers: 255 where bytes are gathered as 0
 *     to 1, 65,535 likewise, or 1
 * @param scale what 1 of {@link Preparation#unscale}'s numbers is in whole ones: a preparation may
 *     take bytes as 0 to 255
 */
record SampleNumbers(Stored stored, int unit, double scale) {
  private static final int BYTE = 255;
  private static final int SHORT = 65_535;
  private static final float NEARLY_WHOLE = 0.02f;

  /** What they are in data. */
  static SampleNumbers of(RawData raw, Preparation preparation) {
    Finding finding = new Finding(preparation);
    finding.look(raw);
    return finding.found();
  }

  /** Finds out what they are, block by block. */
  static final class Finding {
    private final Preparation preparation;
    private Optional<RawData> first = Optional.empty();
    private boolean wholeAsTheyAre = true;
    private boolean wholeTimesShort = true;

    Finding(Preparation preparation) {
      this.preparation = preparation;
    }

    /** Looks at the next samples. */
    void look(RawData block) {
      if (first.isEmpty()) {
        first = Optional.of(block.subset(new int[] {0}));
      }
      if (block instanceof RawData.Array array && array.kind() != NumberKind.BYTES) {
        wholeAsTheyAre = wholeAsTheyAre && SampleNumbers.areWhole(array.samples(), 1);
        wholeTimesShort = wholeTimesShort && SampleNumbers.areWhole(array.samples(), SHORT);
      }
    }

    /** What all that was looked at are; only once there was something. */
    SampleNumbers found() {
      if (!(first.orElseThrow() instanceof RawData.Array array)) {
        return new SampleNumbers(Stored.CELLS, 1, 1);
      }
      if (array.kind() == NumberKind.BYTES) {
        return whole(Stored.BYTES, BYTE, array, preparation);
      }
      if (wholeAsTheyAre) {
        return whole(Stored.SHORTS, 1, array, preparation);
      }
      return wholeTimesShort
          ? whole(Stored.SHORTS, SHORT, array, preparation)
          : new SampleNumbers(Stored.FLOATS, 1, 1);
    }
  }

  private static SampleNumbers whole(
      Stored stored, int unit, RawData.Array raw, Preparation preparation) {
    return new SampleNumbers(stored, unit, asGathered(preparation, raw) ? unit : 1);
  }

  /** Whether multiplied by {@code unit} all are whole numbers of 16 bits, but for rounding. */
  private static boolean areWhole(Dataset samples, int unit) {
    for (int row = 0; row < samples.size(); row++) {
      for (float value : samples.row(row)) {
        float scaled = value * unit;
        float whole = Math.round(scaled);
        boolean near = Math.abs(scaled - whole) <= (unit == 1 ? 0 : NEARLY_WHOLE);
        if (!near || whole < 0 || whole > SHORT || whole / unit != value) {
          return false;
        }
      }
    }
    return true;
  }

  boolean areWhole() {
    return stored == Stored.BYTES || stored == Stored.SHORTS;
  }

  /** The largest whole number. */
  int most() {
    return stored == Stored.SHORTS ? SHORT : BYTE;
  }

  /** A sample's whole numbers. */
  void copy(Dataset raw, int row, int[] into) {
    float[] values = raw.row(row);
    for (int f = 0; f < values.length; f++) {
      into[f] = Math.round(values[f] * unit);
    }
  }

  /** The whole numbers nearest to a reconstruction. */
  void nearest(Preparation preparation, float[] prepared, int[] into) {
    double[] unscaled = preparation.unscale(prepared);
    for (int f = 0; f < into.length; f++) {
      into[f] = (int) Math.clamp(Math.round(unscaled[f] * scale), 0L, most());
    }
  }

  /** Whether the preparation's numbers are on the scale of the gathered ones. */
  private static boolean asGathered(Preparation preparation, RawData.Array raw) {
    double[] unscaled = preparation.unscale(preparation.apply(raw).row(0));
    float[] gathered = raw.samples().row(0);
    float[] kept = raw.samples().asStored().row(0);
    double fromGathered = 0;
    double fromStored = 0;
    for (int f = 0; f < unscaled.length; f++) {
      fromGathered += Math.abs(unscaled[f] - gathered[f]);
      fromStored += Math.abs(unscaled[f] - kept[f]);
    }
    return fromGathered <= fromStored;
  }

  /** The axes of an array of samples, behind their number. */
  static List<Long> axes(SampleShape shape) {
    if (!shape.isImage()) {
      return List.of((long) shape.features());
    }
    long channels = shape.channels();
    return channels == 1
        ? List.of((long) shape.height(), (long) shape.width())
        : List.of((long) shape.height(), (long) shape.width(), channels);
  }
}
