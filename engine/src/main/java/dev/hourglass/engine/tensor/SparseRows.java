package dev.hourglass.engine.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A matrix of which only the numbers that are there are kept, outside the Java heap: samples of
 * many features, most of them zero.
 *
 * <p>Compressed sparse rows: entries of (column, float32 value) lie row after row, within a row by
 * ascending column, and an offset says where each row begins. The memory is allocated once, for so
 * many rows and entries, and filled anew for each batch: {@link #clear}, then {@link #add} the
 * entries of a row and {@link #endRow}, row by row.
 *
 * <p>What is filled in has been checked, and the memory is given out for reading only: kernels read
 * at the indices without checking them again.
 */
public final class SparseRows {
  private final int columns;
  private final int rowCapacity;
  private final int entryCapacity;
  private final MemorySegment offsets;
  private final MemorySegment indices;
  private final MemorySegment values;
  private final MemorySegment readOnlyIndices;
  private final MemorySegment readOnlyValues;

  private int rows;
  private int entries;
  private int lastColumn = -1;

  private SparseRows(Arena arena, int rowCapacity, int columns, int entryCapacity) {
    this.columns = columns;
    this.rowCapacity = rowCapacity;
    this.entryCapacity = entryCapacity;
    offsets = arena.allocate(Integer.BYTES * (rowCapacity + 1L), Tensor.ALIGNMENT);
    indices = arena.allocate(Math.max(1L, (long) Integer.BYTES * entryCapacity), Tensor.ALIGNMENT);
    values = arena.allocate(Math.max(1L, (long) Float.BYTES * entryCapacity), Tensor.ALIGNMENT);
    readOnlyIndices = indices.asReadOnly();
    readOnlyValues = values.asReadOnly();
  }

  /**
   * No rows yet, in memory owned by {@code arena}: 8 bytes an entry and 4 a row.
   *
   * @param rowCapacity the most rows, 0 or more
   * @param columns of every row, 1 or more
   * @param entryCapacity the most entries of all rows together, 0 or more
   * @throws IllegalArgumentException naming the number that is out of range
   */
  public static SparseRows allocate(Arena arena, int rowCapacity, int columns, int entryCapacity) {
    require(rowCapacity >= 0, "room for 0 or more rows", rowCapacity);
    require(columns >= 1, "1 or more columns", columns);
    require(entryCapacity >= 0, "room for 0 or more entries", entryCapacity);
    return new SparseRows(arena, rowCapacity, columns, entryCapacity);
  }

  private static void require(boolean holds, String rule, int value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "sparse rows have %s, but %d was asked for".formatted(rule, value));
    }
  }

  /** Numbers in a row, zeros included. */
  public int columns() {
    return columns;
  }

  /** Rows that are there now, without the one that {@link #endRow} has not ended yet. */
  public int rows() {
    return rows;
  }

  /** Entries that are there now. */
  public int entries() {
    return entries;
  }

  /** The most rows. */
  public int rowCapacity() {
    return rowCapacity;
  }

  /** The most entries of all rows together. */
  public int entryCapacity() {
    return entryCapacity;
  }

  /** Forgets all rows; the memory stays. */
  public void clear() {
    rows = 0;
    entries = 0;
    lastColumn = -1;
  }

  /**
   * Appends an entry to the row that is being filled.
   *
   * @param column above that of the row's entry before, below {@link #columns}
   * @throws IllegalArgumentException naming row and column where the order or the range is broken
   * @throws IllegalStateException where there is no room left
   */
  public void add(int column, float value) {
    if (column <= lastColumn || column >= columns) {
      throw refusal(column);
    }
    if (entries == entryCapacity) {
      throw new IllegalStateException(
          "row %d does not fit: there is room for %d entries".formatted(rows, entryCapacity));
    }
    indices.setAtIndex(JAVA_INT, entries, column);
    values.setAtIndex(JAVA_FLOAT, entries, value);
    lastColumn = column;
    entries++;
  }

  private IllegalArgumentException refusal(int column) {
    return new IllegalArgumentException(
        column < 0 || column >= columns
            ? "row %d has an entry in column %d, but columns are 0 to %d"
                .formatted(rows, column, columns - 1)
            : "a row's entries come by ascending column, but in row %d column %d comes after %d"
                .formatted(rows, column, lastColumn));
  }

  /**
   * Ends the row that is being filled; one without entries is a row of zeros.
   *
   * @throws IllegalStateException where there is no room for another row
   */
  public void endRow() {
    if (rows == rowCapacity) {
      throw new IllegalStateException(
          "there is room for %d rows, and one more was ended".formatted(rowCapacity));
    }
    rows++;
    offsets.setAtIndex(JAVA_INT, rows, entries);
    lastColumn = -1;
  }

  /** The position of row {@code row}'s first entry. */
  public int start(int row) {
    Objects.checkIndex(row, rows);
    return offsets.getAtIndex(JAVA_INT, row);
  }

  /** The position after row {@code row}'s last entry. */
  public int end(int row) {
    Objects.checkIndex(row, rows);
    return offsets.getAtIndex(JAVA_INT, row + 1L);
  }

  /** The column of the entry at {@code position}. */
  public int column(int position) {
    Objects.checkIndex(position, entries);
    return indices.getAtIndex(JAVA_INT, position);
  }

  /** The value of the entry at {@code position}. */
  public float value(int position) {
    Objects.checkIndex(position, entries);
    return values.getAtIndex(JAVA_FLOAT, position);
  }

  /** The columns of all entries, one int each, for reading only. */
  public MemorySegment indices() {
    return readOnlyIndices;
  }

  /** The values of all entries, one float each, for reading only. */
  public MemorySegment values() {
    return readOnlyValues;
  }

  @Override
  public String toString() {
    return "%d×%d sparse rows of %d entries".formatted(rows, columns, entries);
  }
}
