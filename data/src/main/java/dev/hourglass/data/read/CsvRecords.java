package dev.hourglass.data.read;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.hourglass.data.dataset.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The rows of a text table, all of the same width: RFC 4180 with quoting, any of four delimiters, a
 * byte order mark, CRLF, empty lines skipped, packed or not.
 *
 * @param path the file
 * @param delimiter what separates cells
 */
record CsvRecords(Path path, char delimiter) {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int SNIFFED_BYTES = 1 << 16;

  /** Receives one row. */
  @FunctionalInterface
  interface Visitor {
    /** Returns false when enough rows have been seen. */
    boolean row(int line, CsvRecord cells);
  }

  /**
   * @throws DataException if the file cannot be opened or is not text
   */
  static CsvRecords open(Path path, ReadOptions options) {
    String start = startOf(path);
    if (start.indexOf('\0') >= 0) {
      throw new DataException(
          path + ": is not text, so no table can be read from it; check that it is the right file");
    }
    return new CsvRecords(path, options.delimiter().orElseGet(() -> delimiterOf(path, start)));
  }

  private static String startOf(Path path) {
    try (InputStream in = stream(path)) {
      byte[] start = in.readNBytes(SNIFFED_BYTES);
      boolean utf16 = start.length >= 2 && (start[0] & 0xFF) >= 0xFE && (start[1] & 0xFF) >= 0xFE;
      return new String(start, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static InputStream stream(Path path) throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    try {
      file.mark(2);
      int first = file.read();
      int second = file.read();
      file.reset();
      return first == 0x1F && second == 0x8B ? new GZIPInputStream(file, 1 << 16) : file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The delimiter that cuts the first lines into equally many cells, the more the better. */
  private static char delimiterOf(Path path, String start) {
    List<String> lines = completeLines(start);
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    char best = name.contains(".tsv") ? '\t' : ',';
    long bestScore = 0;
    for (char candidate : DELIMITERS) {
      int fewest = Integer.MAX_VALUE;
      int most = 0;
      for (String line : lines) {
        int count = countOutsideQuotes(line, candidate);
        fewest = Math.min(fewest, count);
        most = Math.max(most, count);
      }
      long score = most == 0 ? 0 : fewest == most ? 1_000_000L + most : fewest;
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  /**
   * Lines, where a line break within quotes ends no line; the last one may be cut off, so it goes.
   */
  private static List<String> completeLines(String text) {
    List<String> lines = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if ((c == '\n' || c == '\r') && !quoted) {
        if (i > begin) {
          lines.add(text.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    if (lines.isEmpty() && begin < text.length()) {
      lines.add(text.substring(begin));
    }
    return lines;
  }

  private static int countOutsideQuotes(String line, char wanted) {
    int count = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == wanted && !quoted) {
        count++;
      }
    }
    return count;
  }

  /**
   * Visits the rows in order.
   *
   * @throws DataException if a row is wider or narrower than the first, or the text is damaged
   */
  void forEach(Visitor visitor) {
    try (InputStream in = stream(path);
        CsvReader<CsvRecord> reader =
            CsvReader.builder()
                .fieldSeparator(delimiter)
                .detectBomHeader(true)
                .extraFieldStrategy(
                    FieldMismatchStrategy.IGNORE) // checked below, with a message that says more
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(in)) {
      int width = -1;
      int firstLine = 0;
      for (CsvRecord row : reader) {
        int line = Math.toIntExact(row.getStartingLineNumber());
        if (width < 0) {
          width = row.getFieldCount();
          firstLine = line;
        } else if (row.getFieldCount() != width) {
          throw ragged(line, row.getFieldCount(), firstLine, width);
        }
        if (!visitor.row(line, row)) {
          return;
        }
      }
    } catch (IOException e) {
      throw failure(path, e);
    } catch (UncheckedIOException e) {
      throw failure(path, e.getCause());
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IOException io) {
        throw failure(path, io);
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
  }

  private DataException ragged(int line, int found, int firstLine, int expected) {
    return new DataException(
        "%s, line %d: has %s where line %d has %d (separated by %s); "
                .formatted(path, line, cells(found), firstLine, expected, nameOf(delimiter))
            + "every row needs the same number of cells: leave a missing one empty but keep its "
            + "separator, and put text that contains the separator in double quotes");
  }

  private static String cells(int count) {
    return count == 1 ? "1 cell" : count + " cells";
  }

  private static String nameOf(char delimiter) {
    return delimiter == '\t' ? "tabs" : "'" + delimiter + "'";
  }

  private static DataException failure(Path path, IOException e) {
    return switch (e) {
      case EOFException eof ->
          new DataException(
              path + ": the gzip data ends too early; the file was cut short, fetch it again", eof);
      case ZipException zip ->
          new DataException(
              path + ": the gzip data is damaged (" + zip.getMessage() + "); fetch it again", zip);
      default -> DataException.reading(path, e);
    };
  }
}
