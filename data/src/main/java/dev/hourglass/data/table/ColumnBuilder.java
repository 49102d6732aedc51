package dev.hourglass.data.table;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Collects one column of a text table: in a first pass its numbers and what else occurs, which
 * decides its type; where that is categorical, its texts in a second pass.
 */
final class ColumnBuilder {
  /**
   * From this share of numbers on, text is taken for a mistake in a numeric column. Silently making
   * thousands of categories of what were numbers would be worse than asking.
   */
  private static final double NUMERIC_SHARE = 0.5;

  private final Path path;
  private final String name;
  private final int position;
  private final boolean forcedCategorical;
  private final boolean nanIsMissing;

  private double[] values = new double[256];
  private int size;
  private int numbers;
  private int texts;
  private int infinities;
  private Sighting firstText = Sighting.NONE;
  private Sighting firstNan = Sighting.NONE;
  private Sighting firstInfinity = Sighting.NONE;

  private CategoryCodes codes = new CategoryCodes(0);
  private boolean categorical;

  ColumnBuilder(Path path, String name, int position, boolean categorical, boolean nanIsMissing) {
    this.path = path;
    this.name = name;
    this.position = position;
    this.forcedCategorical = categorical;
    this.nanIsMissing = nanIsMissing;
  }

  /** Where in its rows the column lies, from 0. */
  int position() {
    return position;
  }

  void add(int line, String cell) {
    if (size == values.length) {
      values = Arrays.copyOf(values, values.length + (values.length >> 1));
    }
    double value = Double.NaN;
    switch (Cell.of(cell)) {
      case NUMBER -> {
        value = Double.parseDouble(cell);
        numbers++;
      }
      case MISSING -> {}
      case NAN -> firstNan = firstNan.or(line, cell);
      case INFINITY -> {
        infinities++;
        firstInfinity = firstInfinity.or(line, cell);
      }
      case TEXT -> {
        texts++;
        firstText = firstText.or(line, cell);
      }
    }
    values[size++] = value;
  }

  /**
   * Ends the first pass.
   *
   * @return whether the column needs a second one to collect its texts
   * @throws DataException if the column is neither all numbers nor plainly categorical
   */
  boolean decideCategorical() {
    categorical = isCategorical();
    if (categorical) {
      values = new double[0]; // no longer needed
      codes = new CategoryCodes(size);
    }
    return categorical;
  }

  private boolean isCategorical() {
    if (forcedCategorical) {
      return true;
    }
    int numeric = numbers + infinities;
    if (texts > 0) {
      if (numeric < NUMERIC_SHARE * (numeric + texts)) {
        return true;
      }
      throw new DataException(
          BadCell.found(path.toString(), firstText.line, name, firstText.cell)
              + " in a column of numbers (%d of its %d cells are); "
                  .formatted(numeric, numeric + texts)
              + ("correct the cell, or give option 'categorical' = \"%1$s\" to treat the column as "
                      + "categories or option 'ignore' = \"%1$s\" to leave it out")
                  .formatted(name));
    }
    if (firstInfinity.line > 0) {
      throw BadCell.infinite(path.toString(), firstInfinity.line, name, firstInfinity.cell);
    }
    if (firstNan.line > 0 && !nanIsMissing) {
      throw BadCell.nan(path.toString(), firstNan.line, name, firstNan.cell);
    }
    return false;
  }

  /** In a second pass, the next row's text. */
  void addText(String cell) {
    codes.add(cell);
  }

  Column toColumn() {
    return categorical ? codes.take(name) : new Column.Numeric(name, Arrays.copyOf(values, size));
  }

  /** Where something was seen first; line 0 stands for nowhere. */
  private record Sighting(int line, String cell) {
    static final Sighting NONE = new Sighting(0, "");

    Sighting or(int otherLine, String otherCell) {
      return line > 0 ? this : new Sighting(otherLine, otherCell);
    }
  }
}
