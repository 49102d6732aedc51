package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.file.LiveInput;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TableLayout;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The rows of a text table block by block, each with its own text, so that something can be
 * appended to every row and all its columns are kept. A row that cannot be used does not end the
 * reading: it is put aside with the reason.
 *
 * <p>Not thread-safe; the blocks are.
 */
public final class TableRows implements AutoCloseable {
  private final Consumer<Runnable> pauses;
  private final RowCursor cursor;
  private final CsvHeader header;
  private final List<TypedColumn> columns;
  private final RowForm form;
  private final int mostRows;
  private final List<String> remarks;
  private final TableLayout layout;
  private final Consumer<Rejected> rejects;
  private boolean upcoming;
  private RowLines lines = new RowLines();
  private List<String> texts = new ArrayList<>();

  /**
   * A row that cannot be used.
   *
   * @param line the 1-based line it begins on
   * @param reason what is wrong with it
   * @param text its cells, separated by commas
   * @param failure as it would have been thrown
   */
  public record Rejected(int line, String reason, String text, DataException failure) {}

  /**
   * Some rows.
   *
   * @param table the columns that the schema asks for
   * @param texts each row in the form that was asked for, all columns in the file's order
   */
  public record Block(RawData.Table table, List<String> texts) {}

  private TableRows(
      Consumer<Runnable> pauses,
      OpenTable table,
      TableSchema schema,
      TableOptions options,
      Optional<RowForm> form,
      Consumer<Rejected> rejects) {
    this.pauses = pauses;
    this.cursor = table.rows();
    this.header = table.header();
    this.form = form.orElse(cursor.isJson() ? RowForm.JSON : RowForm.CSV);
    this.rejects = rejects;
    List<TableSchema.Chosen> chosen = schema.choose(header, options);
    this.mostRows = RawBlocks.rowsOf(chosen.size(), RawBlocks.GOOD_SIZE);
    CellReading reading = CellReading.of(options, table.decimal());
    this.columns = chosen.stream().map(c -> TypedColumn.of(header, c, reading)).toList();
    this.remarks = table.remarks();
    this.layout = table.layout(List.of());
  }

  /**
   * Begins with the rows of a table.
   *
   * @param path its name, for messages
   * @param in the text, packed or not; closed with the rows, or at once when they cannot begin
   * @param schema what its columns are
   * @param form of the rows' texts; that of the table where it is not given
   * @param rejects is told of every row that is put aside; what it throws ends the reading
   * @throws DataException if there are no rows, it is no table, or it lacks a column that {@code
   *     options} name
   */
  public static TableRows open(
      Path path,
      InputStream in,
      TableSchema schema,
      TableOptions options,
      Optional<RowForm> form,
      Consumer<Rejected> rejects) {
    LiveInput live = new LiveInput(in);
    TableSource source = TableSource.of(path, live);
    return open(source, live::whenPausing, schema, options, form, rejects);
  }

  /**
   * The same of what lies there as a whole.
   *
   * @param source the table; closed with the rows, or when they cannot begin
   */
  public static TableRows open(
      TableSource source,
      TableSchema schema,
      TableOptions options,
      Optional<RowForm> form,
      Consumer<Rejected> rejects) {
    return open(source, _ -> {}, schema, options, form, rejects);
  }

  private static TableRows open(
      TableSource source,
      Consumer<Runnable> pauses,
      TableSchema schema,
      TableOptions options,
      Optional<RowForm> form,
      Consumer<Rejected> rejects) {
    OpenTable table = source.open(options, Optional.of(schema));
    try {
      TableRows rows = new TableRows(pauses, table, schema, options, form, rejects);
      rows.upcoming = rows.advance();
      if (!rows.hasNext()) {
        throw table.header().withoutRows();
      }
      return rows;
    } catch (RuntimeException e) {
      table.rows().close();
      throw e;
    }
  }

  /** All columns' names in the file's order. */
  public List<String> columnNames() {
    return header.names();
  }

  /** What was found out of the table, a sentence each. */
  public List<String> remarks() {
    return remarks;
  }

  /** The form of the rows' texts. */
  public RowForm form() {
    return form;
  }

  /** What was found out of it by the rows that were read. */
  public List<String> lateRemarks() {
    return cursor.lateRemarks();
  }

  /** Whether there is another block, perhaps without rows where all that is left is put aside. */
  public boolean hasNext() {
    return upcoming;
  }

  /**
   * Reads all rows. A block that is not full is handed on too where the input pauses, so that no
   * row that is complete waits for the next.
   *
   * @param taker is given every block, on this thread; says whether it wants more
   */
  public void read(Predicate<Block> taker) {
    boolean[] wanted = {true};
    pauses.accept(
        () -> {
          if (lines.count() > 0) {
            wanted[0] &= taker.test(take());
          }
        });
    while (wanted[0] && hasNext()) {
      fill();
      wanted[0] = wanted[0] && taker.test(take());
    }
    pauses.accept(() -> {});
  }

  /** The next rows. */
  public Block next() {
    fill();
    return take();
  }

  private void fill() {
    while (lines.count() < mostRows && upcoming) {
      RowCells cells = cursor.cells();
      int line = cursor.line();
      if (taken(cells, line)) {
        lines.add(line);
        texts.add(text(cells));
      }
      upcoming = advance();
    }
  }

  private String text(RowCells cells) {
    Optional<String> members = form == RowForm.JSON ? cursor.members() : Optional.empty();
    return members.orElseGet(() -> form.text(header.names(), cells));
  }

  private Block take() {
    Block block =
        new Block(
            new RawData.Table(
                columns.stream().map(TypedColumn::take).toList(),
                header.named(),
                lines.toArray(),
                Optional.<Labels>empty(),
                header.path().toString(),
                List.of(),
                layout),
            texts);
    lines = new RowLines();
    texts = new ArrayList<>();
    return block;
  }

  /** Goes to the next row that is as wide as the header. */
  private boolean advance() {
    while (cursor.step()) {
      if (cursor.fits()) {
        return true;
      }
      reject(cursor.misfit());
    }
    return false;
  }

  /** Whether every column took its cell; if not, none did. */
  private boolean taken(RowCells cells, int line) {
    for (int c = 0; c < columns.size(); c++) {
      try {
        columns.get(c).add(cells, line);
      } catch (DataException e) {
        columns.subList(0, c).forEach(TypedColumn::removeLast);
        reject(e);
        return false;
      }
    }
    return true;
  }

  private void reject(DataException failure) {
    int line = cursor.line();
    String place = "^%s, line %d[,:] ".formatted(Pattern.quote(header.path().toString()), line);
    rejects.accept(
        new Rejected(
            line,
            failure.getMessage().replaceFirst(place, ""),
            RowForm.CSV.text(header.names(), cursor.cells()),
            failure));
  }

  @Override
  public void close() {
    cursor.close();
  }
}
