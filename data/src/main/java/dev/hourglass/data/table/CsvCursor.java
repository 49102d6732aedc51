package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.Gzip;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;

/** Goes once through the rows of a text table, and sees that all are of the first one's width. */
final class CsvCursor implements AutoCloseable {
  private final Path path;
  private final char delimiter;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> rows;
  private CsvRecord cells;
  private int line;
  private int width = -1;
  private int firstLine;

  /**
   * @param path the file, for messages
   * @param delimiter what separates cells
   * @param in the text; closed with the cursor
   */
  CsvCursor(Path path, char delimiter, InputStream in) {
    this.path = path;
    this.delimiter = delimiter;
    try {
      this.reader =
          CsvReader.builder()
              .fieldSeparator(delimiter)
              .detectBomHeader(true)
              .extraFieldStrategy(
                  FieldMismatchStrategy.IGNORE) // checked below, with a message that says more
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .ofCsvRecord(in);
      this.rows = reader.iterator();
    } catch (UncheckedIOException e) {
      try (in) {
        throw Gzip.failure(path, e.getCause());
      } catch (IOException closing) {
        throw Gzip.failure(path, closing);
      }
    }
  }

  /**
   * Goes to the next row.
   *
   * @return whether there is one
   * @throws DataException if it is wider or narrower than the first, or the text is damaged
   */
  boolean advance() {
    try {
      if (!rows.hasNext()) {
        return false;
      }
      cells = rows.next();
    } catch (UncheckedIOException e) {
      throw Gzip.failure(path, e.getCause());
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IOException io) {
        throw Gzip.failure(path, io);
      }
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new DataException(
          path
              + ": is no well-formed table: "
              + e.getMessage()
              + (why == null || why.equals(e.getMessage()) ? "" : " " + why)
              + " Check the quotes around there: every opening \" needs a closing one",
          e);
    }
    line = lineOf(cells);
    if (width < 0) {
      width = cells.getFieldCount();
      firstLine = line;
    } else if (cells.getFieldCount() != width) {
      throw ragged();
    }
    return true;
  }

  /** The row it is at. */
  CsvRecord cells() {
    return cells;
  }

  /** The 1-based line that this row begins on. */
  int line() {
    return line;
  }

  /**
   * The 1-based line that a row begins on; lines past the two billionth are all called the last.
   */
  static int lineOf(CsvRecord row) {
    return (int) Math.min(Integer.MAX_VALUE, row.getStartingLineNumber());
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  private DataException ragged() {
    return new DataException(
        "%s, line %d: has %s where line %d has %d (separated by %s); "
                .formatted(
                    path,
                    line,
                    cells(cells.getFieldCount()),
                    firstLine,
                    width,
                    delimiter == '\t' ? "tabs" : "'" + delimiter + "'")
            + "every row needs the same number of cells: leave a missing one empty but keep its "
            + "separator, and put text that contains the separator in double quotes");
  }

  private static String cells(int count) {
    return count == 1 ? "1 cell" : count + " cells";
  }
}
