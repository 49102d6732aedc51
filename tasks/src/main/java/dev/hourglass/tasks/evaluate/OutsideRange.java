package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.prepare.Preparation;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Samples whose prepared numbers lie further from the range of the training samples' than that is
 * wide: what a model makes of them means little, and no figure shows why.
 */
public final class OutsideRange {
  private OutsideRange() {}

  /**
   * A sentence about samples that lie far outside; empty where none does, and where the model's
   * file does not say what range it was trained on.
   *
   * @param samples as the model's preparation made them
   */
  public static Optional<String> remark(ModelFile.Model model, Dataset samples) {
    return model
        .section(TrainingRange.SECTION)
        .flatMap(range -> remark(model.preparation(), range, samples));
  }

  private static Optional<String> remark(
      Preparation preparation, TrainingRange range, Dataset samples) {
    double width = range.most() - range.least();
    double least = range.least() - width;
    double most = range.most() + width;
    float[] row = new float[samples.features()];
    MemorySegment segment = MemorySegment.ofArray(row);
    int outside = 0;
    String example = "";
    for (int i = 0; i < samples.size(); i++) {
      RowSamples.copyRow(samples, i, segment, 0);
      int feature = firstOutside(row, least, most);
      if (feature >= 0 && outside++ == 0) {
        example = "row %d's %s".formatted(i, name(preparation, feature));
      }
    }
    return outside == 0
        ? Optional.empty()
        : Optional.of(
            ("%s: %,d of %,d samples have numbers far outside what the model was trained on (%s for"
                    + " one, rows counted from 0); what it makes of them means little")
                .formatted(samples.source(), outside, samples.size(), example));
  }

  private static int firstOutside(float[] row, double least, double most) {
    for (int f = 0; f < row.length; f++) {
      if (row[f] < least || row[f] > most) {
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
