package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FloatSamples;
import dev.hourglass.data.dataset.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers in double precision made float32, once and for all. */
final class RoundedSamples {
  private RoundedSamples() {}

  /** What becomes of one number. */
  @FunctionalInterface
  interface Rounding {
    float round(int row, int feature, double value);
  }

  static Dataset of(Dataset doubles, Rounding rounding) {
    int features = doubles.features();
    double[] row = new double[features];
    MemorySegment values = Storage.allocate((long) doubles.size() * features * Float.BYTES);
    for (int i = 0; i < doubles.size(); i++) {
      doubles.copyDoubles(i, row);
      for (int f = 0; f < features; f++) {
        float rounded = rounding.round(i, f, row[f]);
        values.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * features + f, rounded);
      }
    }
    Dataset floats =
        new FloatSamples(
            values, doubles.size(), doubles.shape(), doubles.source(), doubles.featureNames());
    return doubles.labels().map(floats::withLabels).orElse(floats);
  }
}
