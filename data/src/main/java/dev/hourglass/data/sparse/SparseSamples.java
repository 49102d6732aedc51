package dev.hourglass.data.sparse;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Samples of which only the features that are there are kept, as entries of (index, value) by
 * ascending index: 8 bytes an entry and 12 a row, whatever the width.
 *
 * <p>{@link #gather} makes dense rows of them, as of every dataset; {@link #gatherSparse} and
 * {@link #visit} hand out the entries. Rows are views into one store, so that subsets copy no
 * entries and remain sparse.
 */
public final class SparseSamples implements RowSamples {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  /** What rows are cleared with, a piece at a time. */
  private static final MemorySegment ZEROS = Storage.allocate(1 << 16).asReadOnly();

  private final SparseStore store;
  private final int[] rows;
  private final Optional<Labels> labels;
  private final String source;
  private final int mostEntries;

  private SparseSamples(SparseStore store, int[] rows, Optional<Labels> labels, String source) {
    this.store = store;
    this.rows = rows;
    this.labels = labels;
    this.source = source;
    int most = 0;
    for (int row : rows) {
      most = Math.max(most, store.entries(row));
    }
    this.mostEntries = most;
  }

  /** Takes what a builder collected. */
  static SparseSamples over(SparseStore store, String source) {
    return new SparseSamples(store, RowOrder.all(store.size()), Optional.empty(), source);
  }

  /**
   * Begins samples to which rows are added one by one.
   *
   * @param width how many features a sample has, at least 1
   * @throws IllegalArgumentException if the width is below 1
   */
  public static SparseBuilder builder(int width) {
    return new SparseBuilder(width);
  }

  /**
   * Samples from entries in any order.
   *
   * @param size how many samples there are, at least 1; those without entries are all zero
   * @param width how many features a sample has, at least 1
   * @param rows the sample of each entry, {@code 0 … size - 1}
   * @param indices the feature of each entry, {@code 0 … width - 1}
   * @param values what each entry holds, finite
   * @throws IllegalArgumentException if the arrays' lengths differ, an entry lies outside or is not
   *     finite, or two are of the same sample and feature
   */
  public static SparseSamples ofTriplets(
      int size, int width, int[] rows, int[] indices, float[] values) {
    return SparseBuilder.ofTriplets(size, width, rows, indices, values);
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public SampleShape shape() {
    return SampleShape.vector(store.width());
  }

  @Override
  public int features() {
    return store.width();
  }

  @Override
  public Optional<Labels> labels() {
    return labels;
  }

  @Override
  public List<String> featureNames() {
    return List.of();
  }

  @Override
  public String source() {
    return source;
  }

  /** How many entries sample {@code row} has. */
  public int entries(int row) {
    return store.entries(rows[row]);
  }

  /** How many entries all samples have together. */
  public long entries() {
    return entries(RowOrder.all(size()), 0, size());
  }

  /**
   * How many entries these samples have together: what {@link #gatherSparse} needs room for.
   *
   * @throws IndexOutOfBoundsException as {@link #gather}
   */
  public long entries(int[] order, int from, int count) {
    Objects.checkFromIndexSize(from, count, order.length);
    long entries = 0;
    for (int i = 0; i < count; i++) {
      entries += entries(order[from + i]);
    }
    return entries;
  }

  /**
   * The entries of the fullest sample: {@code count} times this is room enough for any {@code
   * count} samples.
   */
  public int mostEntriesInRow() {
    return mostEntries;
  }

  /** Receives the entries of a sample. */
  @FunctionalInterface
  public interface EntryVisitor {
    /** One entry. */
    void entry(int index, float value);
  }

  /** Visits a sample's entries by ascending index; allocates nothing. */
  public void visit(int row, EntryVisitor visitor) {
    int stored = rows[row];
    for (long e = store.start(stored); e < store.end(stored); e++) {
      visitor.entry(store.index(e), store.value(e));
    }
  }

  /**
   * Writes the entries of {@code count} samples, those of {@code order[from] … order[from + count -
   * 1]}, as compressed sparse rows, each buffer from byte 0 on and in native byte order. Allocates
   * nothing.
   *
   * @param offsets {@code count + 1} ints: sample {@code i} has the entries {@code offsets[i]} to
   *     {@code offsets[i + 1] - 1}
   * @param indices one int an entry: its feature, ascending within a sample
   * @param values one float32 an entry
   * @return how many entries were written
   * @throws IndexOutOfBoundsException if a row number is not in {@code 0 … size() - 1}, or the
   *     range leaves {@code order}, or a buffer is too small
   */
  public int gatherSparse(
      int[] order,
      int from,
      int count,
      MemorySegment offsets,
      MemorySegment indices,
      MemorySegment values) {
    Objects.checkFromIndexSize(from, count, order.length);
    int written = 0;
    offsets.set(INT, 0, 0);
    for (int i = 0; i < count; i++) {
      int row = rows[order[from + i]];
      int entries = store.entries(row);
      store.copy(row, indices, values, written);
      written = Math.addExact(written, entries);
      offsets.set(INT, (i + 1L) * Integer.BYTES, written);
    }
    return written;
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    int stored = rows[row];
    clear(into, at, (long) store.width() * Float.BYTES);
    for (long e = store.start(stored); e < store.end(stored); e++) {
      into.set(FLOAT, at + (long) store.index(e) * Float.BYTES, store.value(e));
    }
  }

  private static void clear(MemorySegment into, long at, long bytes) {
    for (long done = 0; done < bytes; done += ZEROS.byteSize()) {
      MemorySegment.copy(ZEROS, 0, into, at + done, Math.min(ZEROS.byteSize(), bytes - done));
    }
  }

  @Override
  public SparseSamples subset(int[] chosen) {
    int[] stored = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      stored[i] = rows[chosen[i]];
    }
    return new SparseSamples(store, stored, labels.map(l -> l.subset(chosen)), source);
  }

  @Override
  public SparseSamples withLabels(Labels newLabels) {
    if (newLabels.size() != size()) {
      throw new IllegalArgumentException(
          "%d labels for %d samples".formatted(newLabels.size(), size()));
    }
    return new SparseSamples(store, rows, Optional.of(newLabels), source);
  }

  @Override
  public String toString() {
    return "%d sparse samples of %s, %d entries".formatted(size(), shape(), entries());
  }
}
