package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TemporalFormats.DayOrder;
import java.util.Optional;
import java.util.Set;

/**
 * How cells are read.
 *
 * @param decimal the decimal mark of numbers
 * @param nanIsMissing whether {@code NaN} is a missing cell; otherwise it is an error
 * @param missing words that mean that a cell is missing, besides the usual ones
 * @param dates whether day or month comes first, where both would fit
 */
record CellReading(
    DecimalMark decimal, boolean nanIsMissing, Set<String> missing, Optional<DayOrder> dates) {

  static CellReading of(TableOptions options, DecimalMark decimal) {
    return new CellReading(
        decimal,
        options.nanIsMissing(),
        Set.copyOf(options.dialect().missing()),
        options.dialect().dates());
  }

  /** Whether a cell says that it is missing by one of the words. */
  boolean isMissing(RowCells cells, int position) {
    return !missing.isEmpty() && missing.contains(cells.text(position));
  }
}
