package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;

/** Another dataset's samples, said to be from elsewhere: from the pipe and not from its copy. */
record RenamedView(Dataset samples, String source) implements RowSamples, DatasetView {
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
    return new RenamedView(samples.asStored(), source);
  }

  @Override
  public Dataset subset(int[] rows) {
    return new RenamedView(samples.subset(rows), source);
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    samples.gather(rows, from, count, into);
  }
}
