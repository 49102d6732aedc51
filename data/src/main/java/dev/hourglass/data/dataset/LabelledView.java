package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Another dataset's samples under new labels. */
record LabelledView(Dataset samples, Optional<Labels> labels) implements RowSamples, DatasetView {
  LabelledView(Dataset samples, Labels labels) {
    if (labels.size() != samples.size()) {
      throw new IllegalArgumentException(
          "%d labels for %d samples".formatted(labels.size(), samples.size()));
    }
    this(samples, Optional.of(labels));
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    RowSamples.copyRow(samples, row, into, at);
  }

  @Override
  public boolean exceedsFloat32() {
    return samples.exceedsFloat32();
  }

  @Override
  public void copyDoubles(int row, double[] into) {
    samples.copyDoubles(row, into);
  }

  @Override
  public Dataset asStored() {
    return samples.asStored().withLabels(labels.orElseThrow());
  }

  @Override
  public Dataset subset(int[] rows) {
    return samples.subset(rows).withLabels(labels.orElseThrow().subset(rows));
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    samples.gather(rows, from, count, into);
  }
}
