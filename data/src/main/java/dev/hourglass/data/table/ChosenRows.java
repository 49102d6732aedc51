package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.cells.RowCursorView;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.DecimalMark;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Goes through those rows of a table that fulfil conditions, and those that fit no table. */
final class ChosenRows implements RowCursorView {
  private final RowCursor rows;
  private final CsvHeader header;
  private final List<RowCondition> conditions;
  private final Predicate<RowCells> meant;
  private long passed;
  private long chosen;

  private ChosenRows(
      RowCursor rows, CsvHeader header, List<RowCondition> conditions, DecimalMark decimal) {
    this.rows = rows;
    this.header = header;
    this.conditions = conditions;
    this.meant =
        conditions.stream()
            .map(condition -> condition.in(header, decimal))
            .reduce(_ -> true, Predicate::and);
  }

  /**
   * The rows that fulfil all of some conditions.
   *
   * @throws DataException if one names a column that is not there
   */
  static OpenTable of(OpenTable table, List<RowCondition> where) {
    if (where.isEmpty()) {
      return table;
    }
    CsvHeader header = table.header();
    DecimalMark decimal = table.decimal();
    try {
      return table.withRows(
          new ChosenRows(table.rows(), header, where, decimal),
          () -> new ChosenRows(table.again().get(), header, where, decimal));
    } catch (DataException e) {
      table.rows().close();
      throw e;
    }
  }

  @Override
  public boolean step() {
    while (rows.step()) {
      if (!rows.fits() || meant.test(rows.cells())) {
        chosen++;
        return true;
      }
      passed++;
    }
    if (chosen == 0 && passed > 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: none of its %,d rows fulfils option 'where' = %s",
              header.path(),
              passed,
              conditions.stream().map(RowCondition::text).collect(Collectors.joining(" and "))));
    }
    return false;
  }

  @Override
  public RowCursor rows() {
    return rows;
  }
}
