package dev.hourglass.data.sparse;

import dev.hourglass.data.dataset.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Collects {@link SparseSamples} row by row; not thread-safe. */
public final class SparseBuilder {
  private static final int SMALLEST = 1 << 10;

  private final int width;
  private String source = "memory";
  private long[] offsets = new long[SMALLEST];
  private int size;
  private long entries;
  private MemorySegment indices = MemorySegment.NULL;
  private MemorySegment values = MemorySegment.NULL;

  SparseBuilder(int width) {
    if (width < 1) {
      throw new IllegalArgumentException(
          "sparse samples need at least 1 feature, but were given " + width);
    }
    this.width = width;
  }

  /** Says where the samples come from, for messages; {@code memory} otherwise. */
  public SparseBuilder source(String value) {
    source = value;
    return this;
  }

  /**
   * Adds a sample.
   *
   * @param rowIndices the features that are there, {@code 0 … width - 1}, in any order; none for a
   *     sample that is all zero
   * @param rowValues as many finite numbers; a zero is kept as an entry
   * @throws IllegalArgumentException if the lengths differ, a feature lies outside or occurs twice,
   *     or a number is not finite
   */
  public SparseBuilder add(int[] rowIndices, float[] rowValues) {
    if (rowIndices.length != rowValues.length) {
      throw new IllegalArgumentException(
          "row %d has %d indices but %d values"
              .formatted(size, rowIndices.length, rowValues.length));
    }
    long[] packed = new long[rowIndices.length];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = packed(size, rowIndices[i], rowValues[i], width);
    }
    append(packed, 0, packed.length);
    return this;
  }

  /**
   * The samples that were added.
   *
   * @throws IllegalArgumentException if there are none
   */
  public SparseSamples build() {
    if (size == 0) {
      throw new IllegalArgumentException("a dataset needs at least one row");
    }
    return SparseSamples.over(
        new SparseStore(
            width,
            Arrays.copyOf(offsets, size + 1),
            indices.asSlice(0, entries * Integer.BYTES).asReadOnly(),
            values.asSlice(0, entries * Float.BYTES).asReadOnly()),
        source);
  }

  /** Puts entries into rows by counting, then each row into order. */
  static SparseSamples ofTriplets(int size, int width, int[] rows, int[] indices, float[] values) {
    if (rows.length != indices.length || rows.length != values.length) {
      throw new IllegalArgumentException(
          "entries need a row, an index and a value each, but there were %d rows, %d indices and %d"
                  .formatted(rows.length, indices.length, values.length)
              + " values");
    }
    SparseBuilder builder = new SparseBuilder(width);
    int[] next = new int[size + 1];
    for (int row : rows) {
      if (row < 0 || row >= size) {
        throw new IllegalArgumentException(
            "an entry is of row %d, but rows are 0 to %d".formatted(row, size - 1));
      }
      next[row + 1]++;
    }
    for (int r = 0; r < size; r++) {
      next[r + 1] += next[r];
    }
    int[] starts = next.clone();
    long[] packed = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      packed[next[rows[i]]++] = packed(rows[i], indices[i], values[i], width);
    }
    for (int r = 0; r < size; r++) {
      builder.append(packed, starts[r], starts[r + 1]);
    }
    return builder.build();
  }

  /** An entry as one number that sorts by its index. */
  private static long packed(int row, int index, float value, int width) {
    if (index < 0 || index >= width) {
      throw new IllegalArgumentException(
          "row %d has an entry for feature %d, but features are 0 to %d"
              .formatted(row, index, width - 1));
    }
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "row %d, feature %d is %s; every number must be finite".formatted(row, index, value));
    }
    return (long) index << 32 | Integer.toUnsignedLong(Float.floatToRawIntBits(value));
  }

  private void append(long[] packed, int from, int to) {
    Arrays.sort(packed, from, to);
    reserve(to - from);
    for (int i = from; i < to; i++) {
      int index = (int) (packed[i] >>> 32);
      if (i > from && index == (int) (packed[i - 1] >>> 32)) {
        throw new IllegalArgumentException(
            "row %d has two entries for feature %d; add them up first".formatted(size, index));
      }
      long at = entries + (i - from);
      indices.setAtIndex(ValueLayout.JAVA_INT, at, index);
      values.setAtIndex(ValueLayout.JAVA_FLOAT, at, Float.intBitsToFloat((int) packed[i]));
    }
    entries += to - from;
    offsets[++size] = entries;
  }

  private void reserve(int more) {
    if (size + 1 == offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length + (offsets.length >> 1));
    }
    long room = indices.byteSize() / Integer.BYTES;
    if (entries + more > room) {
      long wanted = Math.max(entries + more, Math.max(SMALLEST, room + (room >> 1)));
      indices = grown(indices, wanted * Integer.BYTES);
      values = grown(values, wanted * Float.BYTES);
    }
  }

  private MemorySegment grown(MemorySegment memory, long bytes) {
    MemorySegment larger = Storage.allocate(bytes);
    MemorySegment.copy(memory, 0, larger, 0, entries * Integer.BYTES);
    return larger;
  }
}
