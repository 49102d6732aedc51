package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;

/** A view whose rows are the other dataset's: only what is said about them differs. */
public interface SameRowsView extends RowSamples, DatasetView {
  @Override
  default void copyRow(int row, MemorySegment into, long at) {
    RowSamples.copyRow(samples(), row, into, at);
  }

  @Override
  default boolean exceedsFloat32() {
    return samples().exceedsFloat32();
  }

  @Override
  default void copyDoubles(int row, double[] into) {
    samples().copyDoubles(row, into);
  }

  @Override
  default void gather(int[] rows, int from, int count, MemorySegment into) {
    samples().gather(rows, from, count, into);
  }
}
