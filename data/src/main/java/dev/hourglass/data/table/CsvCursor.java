package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.hourglass.data.cells.BlankRuns;
import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.Gzip;
import dev.hourglass.data.raw.DecimalMark;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Goes once through the rows of a text table behind its header, and sees that all are of the same
 * width.
 */
final class CsvCursor implements RowCursor {
  private static final int LONGEST_ROW = 1 << 28;

  private final Path path;
  private final Dialect dialect;
  private final CsvHeader header;
  private final CsvReader<RowCells> reader;
  private final Iterator<RowCells> rows;
  private RowCells cells;

  /**
   * @param path the file, for messages
   * @param in the text from its first line on; closed with the cursor
   */
  CsvCursor(Path path, Dialect dialect, CsvHeader header, Reader in) {
    this.path = path;
    this.dialect = dialect;
    this.header = header;
    try {
      PushbackReader below = new PushbackReader(in);
      for (int i = 0; i < dialect.skippedLines(); i++) {
        skipLine(below);
      }
      Reader table = dialect.skippedLines() == 0 ? in : below;
      this.reader = reader(path.toString(), table, dialect.marks(), dialect.comments());
      this.rows = reader.iterator();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
    for (int i = 0; i < dialect.headerRows(); i++) {
      next();
    }
  }

  private static void skipLine(PushbackReader in) throws IOException {
    int c = in.read();
    while (c >= 0 && c != '\n' && c != '\r') {
      c = in.read();
    }
    if (c == '\r') {
      int next = in.read();
      if (next >= 0 && next != '\n') {
        in.unread(next);
      }
    }
  }

  /** Reads the rows of a text of any width. */
  static CsvReader<RowCells> reader(
      String source, Reader in, Dialect.Marks marks, boolean comments) {
    boolean blanks = marks.separator() == Dialect.BLANKS;
    return CsvReader.builder()
        .fieldSeparator(blanks ? '\t' : marks.separator())
        .quoteCharacter(marks.quote())
        .commentStrategy(comments ? CommentStrategy.SKIP : CommentStrategy.NONE)
        .extraFieldStrategy(
            FieldMismatchStrategy.IGNORE) // checked below, with a message that says more
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(true)
        .maxBufferSize(LONGEST_ROW)
        .build(new RowCells(source), blanks ? new BlankRuns(in, marks.quote()) : in);
  }

  @Override
  public boolean step() {
    do {
      if (!next()) {
        return false;
      }
    } while (header.width() > 1 && cells.isBlank());
    return true;
  }

  /** Whether the row it is at is as wide as the header. */
  @Override
  public boolean fits() {
    int width = header.width();
    boolean trails = dialect.trailing() && cells.count() == width + 1 && cells.isEmpty(width);
    return cells.count() == width || trails;
  }

  private boolean next() {
    try {
      if (!rows.hasNext()) {
        return false;
      }
      cells = rows.next();
      return true;
    } catch (UncheckedIOException e) {
      throw Gzip.failure(path, e.getCause());
    } catch (CsvParseException e) {
      throw failure(path, e);
    }
  }

  /** What is said of a text that cannot be taken apart. */
  static DataException failure(Path path, CsvParseException e) {
    if (e.getCause() instanceof IOException io) {
      return Gzip.failure(path, io);
    }
    if (e.getCause() instanceof DataException own) {
      return own;
    }
    String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    return new DataException(
        path
            + ": is no well-formed table: "
            + e.getMessage()
            + (why == null || why.equals(e.getMessage()) ? "" : " " + why)
            + " Check the quotes around there: every opening \" needs a closing one",
        e);
  }

  @Override
  public RowCells cells() {
    return cells;
  }

  @Override
  public int line() {
    return cells.line() + dialect.skippedLines();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  @Override
  public DataException misfit() {
    return new DataException(
        "%s, line %d: has %s where line %d has %d (separated by %s); "
                .formatted(
                    path,
                    line(),
                    cells(cells.count()),
                    header.line(),
                    header.width(),
                    Dialect.name(dialect.separator()))
            + (hasDecimalCommas()
                ? "its numbers seem to have a decimal comma: set the cells apart with another "
                    + "separator, or put such numbers in double quotes"
                : "every row needs the same number of cells: leave a missing one empty but keep "
                    + "its separator, and put text that contains the separator in double quotes; "
                    + "option 'delimiter' names another separator, option 'skip-lines' leaves out "
                    + "lines above the table"));
  }

  /** Twice as many cells as names, all of them digits. */
  private boolean hasDecimalCommas() {
    if (dialect.separator() != DecimalMark.COMMA.mark()
        || cells.count() <= header.width()
        || cells.count() > 2 * header.width()) {
      return false;
    }
    for (int i = cells.start(0); i < cells.end(cells.count() - 1); i++) {
      char c = cells.chars()[i];
      if (c != '-' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static String cells(int count) {
    return count + (count == 1 ? " cell" : " cells");
  }
}
