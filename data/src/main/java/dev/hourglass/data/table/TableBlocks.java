package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Blocks of a text table, read once from front to back. */
public final class TableBlocks implements RawBlocks {
  private final RowCursor cursor;
  private final CsvHeader header;
  private final List<TypedColumn> columns;
  private final Optional<Integer> labelAt;
  private final int mostRows;
  private final List<String> remarks;
  private final TableLayout layout;
  private boolean upcoming;

  private TableBlocks(OpenTable table, TableSchema schema, TableOptions options, int mostRows) {
    this.cursor = table.rows();
    this.header = table.header();
    this.labelAt = header.labelPosition(options);
    List<TableSchema.Chosen> chosen = schema.choose(header, options);
    this.mostRows = RawBlocks.rowsOf(chosen.size(), mostRows);
    CellReading reading = CellReading.of(options, table.decimal());
    this.columns = chosen.stream().map(c -> TypedColumn.of(header, c, reading)).toList();
    this.remarks = table.remarks();
    this.layout = table.layout(List.of());
    this.upcoming = cursor.advance();
  }

  /**
   * Begins with the rows of a table.
   *
   * @param source where they come from; closed with the blocks, or when they cannot begin
   * @param schema what its columns are
   * @param mostRows in a block, or {@link RawBlocks#GOOD_SIZE}
   * @throws dev.hourglass.data.dataset.DataException if there are no rows, it is no table, or it
   *     lacks a column that {@code options} name
   */
  public static TableBlocks open(
      TableSource source, TableSchema schema, TableOptions options, int mostRows) {
    OpenTable table = source.open(options, Optional.of(schema));
    try {
      TableBlocks blocks = new TableBlocks(table, schema, options, mostRows);
      if (!blocks.hasNext()) {
        throw table.header().withoutRows();
      }
      return blocks;
    } catch (RuntimeException e) {
      table.rows().close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return upcoming;
  }

  @Override
  public RawData.Table next() {
    RowLines lines = new RowLines();
    List<String> labelTexts = new ArrayList<>();
    while (lines.count() < mostRows && upcoming) {
      RowCells cells = cursor.cells();
      int line = cursor.line();
      lines.add(line);
      for (TypedColumn column : columns) {
        column.add(cells, line);
      }
      labelAt.ifPresent(at -> labelTexts.add(CsvTable.labelText(cells, at)));
      upcoming = cursor.advance();
    }
    return new RawData.Table(
        columns.stream().map(TypedColumn::take).toList(),
        header.named(),
        lines.toArray(),
        labelAt.map(_ -> Labels.of(labelTexts)),
        header.path().toString(),
        remarks,
        layout);
  }

  @Override
  public void close() {
    cursor.close();
  }
}
