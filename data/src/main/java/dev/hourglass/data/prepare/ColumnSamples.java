package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a table's numbers, in the columns' double precision.
 *
 * @param columns at least one, of one length; not to be written to
 * @param featureNames the columns' names, or none
 */
record ColumnSamples(List<double[]> columns, String source, List<String> featureNames)
    implements RowSamples {
  @Override
  public int size() {
    return columns.getFirst().length;
  }

  @Override
  public SampleShape shape() {
    return SampleShape.vector(columns.size());
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.empty();
  }

  @Override
  public boolean exceedsFloat32() {
    return true;
  }

  @Override
  public void copyDoubles(int row, double[] into) {
    for (int f = 0; f < columns.size(); f++) {
      into[f] = columns.get(f)[row];
    }
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    for (int f = 0; f < columns.size(); f++) {
      float value = (float) columns.get(f)[row];
      into.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + (long) f * Float.BYTES, value);
    }
  }
}
