package dev.hourglass.data.table;

import dev.hourglass.base.Decimal;
import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.NumberText;
import java.util.Locale;
import java.util.Optional;

/** Collects a column of numbers. */
final class NumberBuilder implements ColumnBuilder {
  /**
   * From this share of numbers on, text is taken for a mistake in a numeric column. Silently making
   * thousands of categories of what were numbers would be worse than asking.
   */
  private static final double NUMERIC_SHARE = 0.5;

  private final Place place;
  private final NumberText number;
  private final NumberText other;
  private final NumberChunks values;

  private int numbers;
  private int infinities;
  private int textCells;
  private int placeholders;
  private int percents;
  private int otherMarks;
  private char currency;
  private Sighting text = Sighting.NONE;
  private Sighting otherMark = Sighting.NONE;
  private Sighting nan = Sighting.NONE;
  private Sighting infinity = Sighting.NONE;
  private Sighting placeholder = Sighting.NONE;
  private Sighting decorated = Sighting.NONE;
  private double decoratedValue;
  private Sighting zero = Sighting.NONE;
  private Sighting bare = Sighting.NONE;
  private Sighting otherCurrency = Sighting.NONE;

  NumberBuilder(Place place) {
    this.place = place;
    this.values = new NumberChunks(place.rows());
    this.number = new NumberText(place.reading().decimal());
    this.other = new NumberText(place.reading().decimal().other());
  }

  @Override
  public void add(RowCells cells, int line) {
    int position = place.position();
    if (place.reading().isMissing(cells, position)) {
      values.add(Double.NaN);
      return;
    }
    Cell cell = number.read(cells.chars(), cells.start(position), cells.end(position));
    values.add(cell == Cell.NUMBER ? number.value() : Double.NaN);
    switch (cell) {
      case NUMBER -> {
        numbers++;
        decoration(cells, line);
      }
      case MISSING -> {}
      case PLACEHOLDER -> {
        placeholders++;
        placeholder = placeholder.or(line, cells, position);
      }
      case NAN -> nan = nan.or(line, cells, position);
      case INFINITY -> {
        infinities++;
        infinity = infinity.or(line, cells, position);
      }
      case TEXT -> text(cells, line);
    }
  }

  private void decoration(RowCells cells, int line) {
    int position = place.position();
    switch (number.decoration()) {
      case NONE, GROUPED -> {
        if (number.hasLeadingZero()) {
          zero = zero.or(line, cells, position);
        }
        if (!bare.isSomewhere() && number.value() != 0) {
          bare = bare.or(line, cells, position);
        }
      }
      case PERCENT -> percents++;
      case CURRENCY -> {
        if (currency != 0 && currency != number.symbol()) {
          otherCurrency = otherCurrency.or(line, cells, position);
        }
        currency = number.symbol();
      }
    }
    boolean plain = number.decoration() == NumberText.Decoration.NONE;
    if (!plain && !decorated.isSomewhere()) {
      decorated = decorated.or(line, cells, position);
      decoratedValue = number.value();
    }
  }

  private void text(RowCells cells, int line) {
    int position = place.position();
    textCells++;
    text = text.or(line, cells, position);
    if (other.read(cells.chars(), cells.start(position), cells.end(position)) == Cell.NUMBER) {
      otherMarks++;
      otherMark = otherMark.or(line, cells, position);
    }
  }

  @Override
  public Outcome outcome() {
    int numeric = numbers + infinities;
    if (textCells > 0) {
      if (2 * otherMarks >= textCells) {
        throw otherMark(place, otherMark);
      }
      if (numeric < NUMERIC_SHARE * (numeric + textCells)) {
        return new Outcome.Mistaken(new ColumnGuess.Texts());
      }
      throw textAmongNumbers(numeric);
    }
    if (infinity.isSomewhere()) {
      throw BadCell.infinite(infinity.source(), infinity.line(), place.name(), infinity.cell());
    }
    if (nan.isSomewhere() && !place.reading().nanIsMissing()) {
      throw BadCell.nan(nan.source(), nan.line(), place.name(), nan.cell());
    }
    if (percents > 0 && bare.isSomewhere()) {
      throw mixed(bare, "which has no percent sign where others of the column have");
    }
    if (otherCurrency.isSomewhere()) {
      throw mixed(otherCurrency, "in another currency than others of the column");
    }
    return new Outcome.Kept(new Column.Numeric(place.name(), values.take()));
  }

  private DataException textAmongNumbers(int numeric) {
    return new DataException(
        BadCell.found(text.source(), text.line(), place.name(), text.cell())
            + " in a column of numbers (%d of its %d cells are); "
                .formatted(numeric, numeric + textCells)
            + ("correct the cell, or give option 'missing' = \"%1$s\" if that means that it is"
                    + " missing, option 'categorical' = \"%2$s\" to treat the column as categories"
                    + " or option 'ignore' = \"%2$s\" to leave it out")
                .formatted(text.cell(), place.name()));
  }

  /** What is said of numbers with the mark that the others do not have. */
  static DataException otherMark(Place place, Sighting otherMark) {
    boolean comma = place.reading().decimal() == DecimalMark.POINT;
    return new DataException(
        BadCell.found(otherMark.source(), otherMark.line(), place.name(), otherMark.cell())
            + ", a number with a decimal %s where numbers are read with a decimal %s; "
                .formatted(comma ? "comma" : "point", comma ? "point" : "comma")
            + ("give option 'decimal' = %s if all of the table is written so, write the column as"
                    + " the others, or leave it out with option 'ignore' = \"%s\"")
                .formatted(comma ? "comma" : "point", place.name()));
  }

  private DataException mixed(Sighting where, String what) {
    return new DataException(
        BadCell.found(where.source(), where.line(), place.name(), where.cell())
            + ", "
            + what
            + "; write all cells alike, or leave the column out with option 'ignore' = \""
            + place.name()
            + "\"");
  }

  @Override
  public Optional<String> remark() {
    StringBuilder said = new StringBuilder();
    if (decorated.isSomewhere()) {
      said.append(
          "'%s' and the like were read as %s and the like"
              .formatted(decorated.cell(), Decimal.text(decoratedValue)));
    }
    if (placeholders > 0) {
      said.append(said.isEmpty() ? "" : "; ")
          .append(
              String.format(
                  Locale.ROOT,
                  "%,d %s '%s'%s read as missing",
                  placeholders,
                  placeholders == 1 ? "cell that says" : "cells that say",
                  placeholder.cell(),
                  placeholders == 1 ? " was" : " or the like were"));
    }
    if (zero.isSomewhere()) {
      said.append(said.isEmpty() ? "" : "; ")
          .append(
              ("codes such as '%s' were read as numbers, option 'categorical' = \"%s\" takes them"
                      + " for categories")
                  .formatted(zero.cell(), place.name()));
    }
    return said.isEmpty()
        ? Optional.empty()
        : Optional.of("%s: column '%s': %s".formatted(place.source(), place.name(), said));
  }
}
