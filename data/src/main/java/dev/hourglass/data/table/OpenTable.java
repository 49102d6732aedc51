package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TableLayout;
import java.util.List;
import java.util.function.Supplier;

/**
 * A table of which it was found out how it is written, with its rows.
 *
 * @param header its columns
 * @param writing how it is written, for people
 * @param decimal the decimal mark of its numbers
 * @param columns some cells of each column
 * @param remarks what had to be guessed
 * @param rows from the first on; not yet stepped
 * @param again begins with the rows once more
 */
record OpenTable(
    CsvHeader header,
    String writing,
    DecimalMark decimal,
    List<List<String>> columns,
    List<String> remarks,
    RowCursor rows,
    Supplier<RowCursor> again) {

  /** How it was understood. */
  TableLayout layout(List<TableLayout.LeftOut> left) {
    return new TableLayout(writing, decimal, left);
  }

  OpenTable withRows(RowCursor value, Supplier<RowCursor> anew) {
    return new OpenTable(header, writing, decimal, columns, remarks, value, anew);
  }
}
