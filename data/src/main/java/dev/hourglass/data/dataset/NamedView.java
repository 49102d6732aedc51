package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Another dataset's samples under names of their own. */
record NamedView(Dataset samples, List<String> sampleNames) implements RowSamples, DatasetView {
  NamedView {
    if (sampleNames.size() != samples.size()) {
      throw new IllegalArgumentException(
          "%d names for %d samples".formatted(sampleNames.size(), samples.size()));
    }
    sampleNames = List.copyOf(sampleNames);
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
    return samples.asStored().withSampleNames(sampleNames);
  }

  @Override
  public Dataset subset(int[] rows) {
    return samples
        .subset(rows)
        .withSampleNames(Arrays.stream(rows).mapToObj(sampleNames::get).toList());
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    samples.gather(rows, from, count, into);
  }
}
