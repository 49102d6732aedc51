package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowSamples;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Samples whose numbers lie far outside those that a preparation was fitted on: what a model makes
 * of them means little, and no figure shows why.
 */
public final class OutsideRange {
  /** So many of its own widths beyond its ends is far outside a range. */
  private static final float WIDTHS = 1;

  /** So many standard deviations from the mean is far outside. */
  private static final float DEVIATIONS = 10;

  private record Band(float least, float most, String words) {
    static final Band UNIT =
        new Band(
            -WIDTHS, 1 + WIDTHS, "further from the range of its training data than that is wide");
    static final Band STANDARD =
        new Band(
            -DEVIATIONS,
            DEVIATIONS,
            "10 standard deviations or more from the mean of its training data");
  }

  private OutsideRange() {}

  /**
   * A sentence about samples that lie far outside; empty where none does, or the preparation does
   * not know the range of its training data.
   *
   * @param preparation that was fitted on other data
   * @param samples that it prepared
   */
  public static Optional<String> remark(Preparation preparation, Dataset samples) {
    return band(preparation).flatMap(band -> remark(preparation, samples, band));
  }

  private static Optional<Band> band(Preparation preparation) {
    return switch (preparation) {
      case IdentityPreparation identity ->
          identity.unit() ? Optional.of(Band.UNIT) : Optional.empty();
      case ScaledPreparation scaled -> band(scaled.scaling(), scaled.clip());
      case TablePreparation table -> band(table.scaling(), table.clip());
    };
  }

  /** What is clipped before it is far outside cannot be told from what is inside. */
  private static Optional<Band> band(Scaling scaling, double clip) {
    return switch (scaling) {
      case NONE -> Optional.empty();
      case MIN_MAX -> Optional.of(Band.UNIT).filter(_ -> clip >= WIDTHS);
      case STANDARDIZE -> Optional.of(Band.STANDARD).filter(_ -> clip >= DEVIATIONS);
    };
  }

  private static Optional<String> remark(Preparation preparation, Dataset samples, Band band) {
    float[] row = new float[samples.features()];
    MemorySegment segment = MemorySegment.ofArray(row);
    int outside = 0;
    String example = "";
    for (int i = 0; i < samples.size(); i++) {
      RowSamples.copyRow(samples, i, segment, 0);
      int feature = firstOutside(row, band);
      if (feature >= 0 && outside++ == 0) {
        example = "row %d's %s".formatted(i, name(preparation, feature));
      }
    }
    return outside == 0
        ? Optional.empty()
        : Optional.of(
            ("%s: %,d of %,d samples have numbers far outside what the model was fitted on (%s,"
                    + " rows counted from 0, lies %s); what it makes of them means little")
                .formatted(samples.source(), outside, samples.size(), example, band.words));
  }

  private static int firstOutside(float[] row, Band band) {
    for (int f = 0; f < row.length; f++) {
      if (row[f] <= band.least || row[f] >= band.most) {
        return f;
      }
    }
    return -1;
  }

  private static String name(Preparation preparation, int feature) {
    List<String> names = preparation.columnNames();
    return names.isEmpty()
        ? "feature " + feature
        : "'" + names.get(preparation.columnOfFeature()[feature]) + "'";
  }
}
