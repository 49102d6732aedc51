package dev.hourglass.data.sparse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Entries row after row, within a row by ascending index, outside the heap.
 *
 * @param width how many features a row has
 * @param offsets one more than rows: row {@code r} has the entries {@code offsets[r]} to {@code
 *     offsets[r + 1] - 1}
 * @param indices one int an entry
 * @param values one float an entry
 */
@SuppressWarnings("ArrayRecordComponent") // large, never handed out and never compared
record SparseStore(int width, long[] offsets, MemorySegment indices, MemorySegment values) {

  int size() {
    return offsets.length - 1;
  }

  long start(int row) {
    return offsets[row];
  }

  long end(int row) {
    return offsets[row + 1];
  }

  int entries(int row) {
    return (int) (offsets[row + 1] - offsets[row]);
  }

  int index(long entry) {
    return indices.getAtIndex(ValueLayout.JAVA_INT, entry);
  }

  float value(long entry) {
    return values.getAtIndex(ValueLayout.JAVA_FLOAT, entry);
  }

  /** Copies a row's entries to where so many lie already. */
  void copy(int row, MemorySegment toIndices, MemorySegment toValues, long entry) {
    long bytes = (long) entries(row) * Integer.BYTES;
    long at = start(row) * Integer.BYTES;
    MemorySegment.copy(indices, at, toIndices, entry * Integer.BYTES, bytes);
    MemorySegment.copy(values, at, toValues, entry * Float.BYTES, bytes);
  }
}
