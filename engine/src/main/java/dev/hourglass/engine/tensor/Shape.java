package dev.hourglass.engine.tensor;

/**
 * The extent of a row-major {@link Tensor}.
 *
 * @param rows samples, or 1 for a vector; at least 0
 * @param columns numbers in a row; at least 0
 */
public record Shape(int rows, int columns) {
  public Shape {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "a shape has no negative side, but was " + rows + "×" + columns);
    }
  }

  /** A single row of {@code size} numbers. */
  public static Shape vector(int size) {
    return new Shape(1, size);
  }

  /** How many numbers fit. */
  public long size() {
    return (long) rows * columns;
  }

  @Override
  public String toString() {
    return rows + "×" + columns;
  }
}
