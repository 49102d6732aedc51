package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A dataset that copies one row at a time to any place, so that views of it need no new array. */
public interface RowSamples extends Dataset {

  /** Writes one sample as float32 from byte {@code at} of {@code into}; allocates nothing. */
  void copyRow(int row, MemorySegment into, long at);

  @Override
  default void gather(int[] rows, int from, int count, MemorySegment into) {
    Objects.checkFromIndexSize(from, count, rows.length);
    long rowBytes = (long) features() * Float.BYTES;
    for (int i = 0; i < count; i++) {
      copyRow(rows[from + i], into, i * rowBytes);
    }
  }

  /** Gathers rows that another list of row numbers stands for: {@code index[rows[from]]} and on. */
  default void gatherThrough(int[] index, int[] rows, int from, int count, MemorySegment into) {
    Objects.checkFromIndexSize(from, count, rows.length);
    long rowBytes = (long) features() * Float.BYTES;
    for (int i = 0; i < count; i++) {
      copyRow(index[rows[from + i]], into, i * rowBytes);
    }
  }

  /**
   * The same as {@link #copyRow(int, MemorySegment, long)} for any dataset; one that is none of
   * ours costs two small objects.
   */
  static void copyRow(Dataset samples, int row, MemorySegment into, long at) {
    if (samples instanceof RowSamples rows) {
      rows.copyRow(row, into, at);
    } else {
      long rowBytes = (long) samples.features() * Float.BYTES;
      samples.gather(new int[] {row}, 0, 1, into.asSlice(at, rowBytes));
    }
  }
}
