package dev.hourglass.data.rating;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.Gzip;
import dev.hourglass.data.text.TableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows of a text one after the other, each cut into cells by a separator of any length, for
 * readers that know what the cells mean: packed or not, in the encoding it is found to have.
 *
 * <pre>{@code
 * try (SeparatedRows rows = SeparatedRows.open(path, Optional.empty(), head -> "::")) {
 *   while (rows.next()) { … rows.text(0) … }
 * }
 * }</pre>
 */
final class SeparatedRows implements RatingRows {
  private static final int LONGEST_ROW = 1 << 24;

  /** Where separators are longer nobody quotes, and a quote belongs to the cell. */
  private static final char NO_QUOTE = '\0';

  private final Path path;
  private final TableText text;
  private final CsvReader<RowCells> reader;
  private final Iterator<RowCells> rows;
  private RowCells cells;

  private SeparatedRows(Path path, TableText text, String separator) {
    this.path = path;
    this.text = text;
    this.reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .quoteCharacter(separator.length() == 1 ? '"' : NO_QUOTE)
            .allowUnclosedQuote(false)
            .maxBufferSize(LONGEST_ROW)
            .build(new RowCells(path.toString()), text.reader());
    this.rows = reader.iterator();
    this.cells = new RowCells(path.toString());
  }

  /**
   * Opens a file.
   *
   * @param encoding of the text; found out where it is not given
   * @param separator tells what lies between cells, at least one character, from the text's
   *     beginning (some thousand characters, maybe cut within a row)
   * @throws DataException if there is no such file, or it is no text
   */
  public static SeparatedRows open(
      Path path, Optional<Charset> encoding, Function<String, String> separator) {
    return begun(path, TableText.open(path, encoding), separator);
  }

  /**
   * Begins with a stream, which is closed with the rows.
   *
   * @param path its name, for messages
   */
  public static SeparatedRows of(
      Path path,
      InputStream stream,
      Optional<Charset> encoding,
      Function<String, String> separator) {
    return begun(path, TableText.of(path, stream, encoding), separator);
  }

  private static SeparatedRows begun(
      Path path, TableText text, Function<String, String> separator) {
    try {
      return new SeparatedRows(path, text, separator.apply(text.head()));
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }

  /** What the encoding was taken for, where that was a guess. */
  public Optional<String> guessedEncoding() {
    return text.encoding().isGuessed()
        ? Optional.of(text.encoding().charset().name())
        : Optional.empty();
  }

  /**
   * Goes to the next row that is not blank.
   *
   * @return whether there is one
   * @throws DataException if the text cannot be read or decoded, or a quote is never closed
   */
  @Override
  public boolean next() {
    try {
      while (rows.hasNext()) {
        cells = rows.next();
        if (!cells.isBlank()) {
          return true;
        }
      }
      return false;
    } catch (CsvParseException e) {
      throw new DataException(
          "%s: behind line %d: %s; is a quote left open?"
              .formatted(path, cells.line(), e.getMessage()),
          e);
    } catch (UncheckedIOException e) {
      throw Gzip.failure(path, e.getCause());
    }
  }

  /** How many cells the row has. */
  @Override
  public int cells() {
    return cells.count();
  }

  /** The 1-based line that the row begins on. */
  @Override
  public int line() {
    return cells.line();
  }

  /** A cell of the row, without space around it; empty where the row is too short. */
  @Override
  public String text(int cell) {
    return cell < cells.count() ? cells.text(cell) : "";
  }

  /** A cell as a number with a decimal point; NaN where it is none. */
  @Override
  public double number(int cell) {
    if (cell >= cells.count() || cells.isEmpty(cell)) {
      return Double.NaN;
    }
    int from = cells.start(cell);
    try {
      return JavaDoubleParser.parseDouble(cells.chars(), from, cells.end(cell) - from);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }
}
