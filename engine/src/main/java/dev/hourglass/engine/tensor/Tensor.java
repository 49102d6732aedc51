package dev.hourglass.engine.tensor;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A dense, row-major matrix of numbers outside the Java heap.
 *
 * <p>Off-heap because native kernels read it in place and because a fixed 64-byte alignment keeps
 * the last bits of a product the same from run to run. A tensor does not own its memory: the {@link
 * Arena} it was allocated from does. Views ({@link #slice}, {@link #topRows}) share the memory.
 */
public final class Tensor {
  /** Alignment, in bytes, of every allocated tensor: one cache line, one AVX-512 register. */
  public static final int ALIGNMENT = 64;

  private final MemorySegment segment;
  private final Shape shape;
  private final Format format;

  private Tensor(MemorySegment segment, Shape shape, Format format) {
    this.segment = segment;
    this.shape = shape;
    this.format = format;
  }

  /** A zero-filled tensor in memory owned by {@code arena}. */
  public static Tensor allocate(Arena arena, Shape shape, Format format) {
    MemorySegment segment = arena.allocate(Math.max(1, shape.size() * format.bytes()), ALIGNMENT);
    return new Tensor(segment, shape, format);
  }

  /** A zero-filled float32 tensor that is freed when it is no longer reachable. */
  public static Tensor allocate(int rows, int columns) {
    return allocate(Arena.ofAuto(), new Shape(rows, columns), Format.FLOAT32);
  }

  /**
   * A view of memory somebody else owns.
   *
   * @throws IllegalArgumentException when {@code segment} is shorter than the shape needs, or does
   *     not start at a multiple of the format's bytes
   */
  public static Tensor of(MemorySegment segment, Shape shape, Format format) {
    long needed = shape.size() * format.bytes();
    if (segment.byteSize() < needed) {
      throw new IllegalArgumentException(
          "a %s tensor of %s needs %d bytes, but the segment has %d"
              .formatted(shape, format, needed, segment.byteSize()));
    }
    if (segment.address() % format.bytes() != 0) {
      throw new IllegalArgumentException(
          "a %s tensor starts at a multiple of %d bytes, but the segment starts at %d"
              .formatted(format, format.bytes(), segment.address()));
    }
    return new Tensor(segment, shape, format);
  }

  /** A float32 copy of rows that all have the same length. */
  public static Tensor copyOf(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    Tensor tensor = allocate(rows.length, columns);
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != columns) {
        throw new IllegalArgumentException(
            "rows must have equal length: row 0 has %d numbers, row %d has %d"
                .formatted(columns, r, rows[r].length));
      }
      MemorySegment.copy(rows[r], 0, tensor.segment, JAVA_FLOAT, (long) r * columns * 4, columns);
    }
    return tensor;
  }

  /** Rows and columns. */
  public Shape shape() {
    return shape;
  }

  /** Shorthand for {@code shape().rows()}. */
  public int rows() {
    return shape.rows();
  }

  /** Shorthand for {@code shape().columns()}. */
  public int columns() {
    return shape.columns();
  }

  /** How many numbers it holds. */
  public long size() {
    return shape.size();
  }

  /** How its numbers are stored. */
  public Format format() {
    return format;
  }

  /** The memory, starting at the first number. */
  public MemorySegment segment() {
    return segment;
  }

  /**
   * A view of {@code shape.size()} numbers starting at number {@code offset}, in row-major order.
   */
  public Tensor slice(long offset, Shape shape) {
    Objects.checkFromIndexSize(offset, shape.size(), size());
    long bytes = format.bytes();
    return new Tensor(segment.asSlice(offset * bytes, shape.size() * bytes), shape, format);
  }

  /** A view of {@code count} rows from row {@code from}. */
  public Tensor slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, rows());
    return count == 0
        ? new Tensor(segment, new Shape(0, columns()), format)
        : slice((long) from * columns(), new Shape(count, columns()));
  }

  /** A view of the first {@code count} rows. */
  public Tensor topRows(int count) {
    return slice(0, count);
  }

  /** The number at row-major position {@code index}. */
  public double get(long index) {
    return switch (format) {
      case FLOAT32 -> segment.getAtIndex(JAVA_FLOAT, index);
      case BFLOAT16 -> BFloat16.toFloat(segment.getAtIndex(JAVA_SHORT, index));
      case FLOAT64 -> segment.getAtIndex(JAVA_DOUBLE, index);
    };
  }

  /** The number at {@code row}, {@code column}. */
  public double get(int row, int column) {
    return get((long) row * columns() + column);
  }

  /** Stores {@code value}, rounded to the format, at row-major position {@code index}. */
  public void set(long index, double value) {
    switch (format) {
      case FLOAT32 -> segment.setAtIndex(JAVA_FLOAT, index, (float) value);
      case BFLOAT16 -> segment.setAtIndex(JAVA_SHORT, index, BFloat16.of((float) value));
      case FLOAT64 -> segment.setAtIndex(JAVA_DOUBLE, index, value);
    }
  }

  /** Stores {@code value}, rounded to the format, at {@code row}, {@code column}. */
  public void set(int row, int column, double value) {
    set((long) row * columns() + column, value);
  }

  /** A copy of one row. */
  public float[] row(int row) {
    float[] copy = new float[columns()];
    if (format == Format.FLOAT32) {
      MemorySegment.copy(segment, JAVA_FLOAT, (long) row * columns() * 4, copy, 0, copy.length);
    } else {
      for (int c = 0; c < copy.length; c++) {
        copy[c] = (float) get(row, c);
      }
    }
    return copy;
  }

  /** A copy of all rows. */
  public float[][] toArray() {
    float[][] copy = new float[rows()][];
    for (int r = 0; r < copy.length; r++) {
      copy[r] = row(r);
    }
    return copy;
  }

  /** Overwrites every number with those of {@code other}, which has the same size and format. */
  public void copyFrom(Tensor other) {
    if (other.size() != size() || other.format != format) {
      throw new IllegalArgumentException("cannot copy %s into %s".formatted(other, this));
    }
    MemorySegment.copy(other.segment, 0, segment, 0, size() * format.bytes());
  }

  /** Overwrites every number with zero. */
  public void clear() {
    segment.asSlice(0, size() * format.bytes()).fill((byte) 0);
  }

  @Override
  public String toString() {
    return shape + " " + format;
  }
}
