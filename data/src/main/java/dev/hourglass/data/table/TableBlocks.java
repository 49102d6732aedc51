package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Blocks of a text table, read once from front to back. */
public final class TableBlocks implements RawBlocks {
  private final CsvCursor cursor;

  /** The rows that were looked at to tell the header, and come first. */
  private final Queue<CsvRecord> looked;

  private final CsvHeader header;
  private final List<TypedColumn> columns;
  private final Optional<Integer> labelAt;
  private final int[] lines;
  private Optional<CsvRecord> upcoming;

  private TableBlocks(
      CsvCursor cursor,
      Queue<CsvRecord> looked,
      CsvHeader header,
      TableSchema schema,
      TableOptions options,
      int mostRows) {
    this.cursor = cursor;
    this.looked = looked;
    this.header = header;
    this.labelAt = header.labelPosition(options);
    List<TableSchema.Chosen> chosen = schema.choose(header, header.positions(options));
    this.lines = new int[RawBlocks.rowsOf(chosen.size(), mostRows)];
    this.columns =
        chosen.stream().map(c -> TypedColumn.of(header, c, lines.length, options)).toList();
    this.upcoming = advance();
  }

  /**
   * Begins with the rows of a table.
   *
   * @param path its name, for messages
   * @param in the text, packed or not; closed with the blocks, or at once when they cannot begin
   * @param schema what its columns are
   * @param mostRows in a block, or {@link RawBlocks#GOOD_SIZE}
   * @throws dev.hourglass.data.dataset.DataException if there are no rows, it is no table, or it
   *     lacks a column that {@code options} name
   */
  public static TableBlocks open(
      Path path, InputStream in, TableSchema schema, TableOptions options, int mostRows) {
    CsvCursor cursor = CsvRecords.once(path, in, options);
    try {
      Queue<CsvRecord> looked = new ArrayDeque<>();
      while (looked.size() < CsvHeader.SAMPLE && cursor.advance()) {
        looked.add(cursor.cells());
      }
      CsvHeader header = CsvHeader.of(path, List.copyOf(looked), options);
      if (header.named()) {
        looked.remove();
      }
      TableBlocks blocks = new TableBlocks(cursor, looked, header, schema, options, mostRows);
      if (!blocks.hasNext()) {
        throw header.withoutRows();
      }
      return blocks;
    } catch (RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  private Optional<CsvRecord> advance() {
    if (!looked.isEmpty()) {
      return Optional.of(looked.remove());
    }
    return cursor.advance() ? Optional.of(cursor.cells()) : Optional.empty();
  }

  @Override
  public boolean hasNext() {
    return upcoming.isPresent();
  }

  @Override
  public RawData next() {
    int count = 0;
    List<String> labelTexts = new ArrayList<>();
    while (count < lines.length && upcoming.isPresent()) {
      CsvRecord row = upcoming.get();
      int line = CsvCursor.lineOf(row);
      lines[count++] = line;
      for (TypedColumn column : columns) {
        column.add(line, row.getField(column.position()).strip());
      }
      labelAt.ifPresent(at -> labelTexts.add(CsvTable.labelText(row, at)));
      upcoming = advance();
    }
    return new RawData.Table(
        columns.stream().map(TypedColumn::take).toList(),
        header.named(),
        Arrays.copyOf(lines, count),
        labelAt.map(_ -> Labels.of(labelTexts)),
        header.path().toString());
  }

  @Override
  public void close() {
    cursor.close();
  }
}
