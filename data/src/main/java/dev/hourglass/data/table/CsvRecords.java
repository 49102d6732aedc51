package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.Gzip;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

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
  static CsvRecords open(Path path, TableOptions options) {
    return new CsvRecords(path, delimiter(path, startOf(path), options));
  }

  /**
   * The rows of a table that can be read once only; closing them closes it.
   *
   * @param path its name, for messages
   * @throws DataException if the stream cannot be read or is not text
   */
  static CsvCursor once(Path path, InputStream stream, TableOptions options) {
    try {
      InputStream in = new BufferedInputStream(unpacked(stream), SNIFFED_BYTES);
      try {
        in.mark(SNIFFED_BYTES);
        String start = text(in.readNBytes(SNIFFED_BYTES));
        in.reset();
        return new CsvCursor(path, delimiter(path, start, options), in);
      } catch (IOException | DataException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  private static char delimiter(Path path, String start, TableOptions options) {
    if (start.indexOf('\0') >= 0) {
      throw new DataException(
          path + ": is not text, so no table can be read from it; check that it is the right file");
    }
    return options.delimiter().orElseGet(() -> delimiterOf(path, start));
  }

  private static String startOf(Path path) {
    try (InputStream in = unpacked(Files.newInputStream(path))) {
      return text(in.readNBytes(SNIFFED_BYTES));
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }

  private static String text(byte[] start) {
    boolean utf16 = start.length >= 2 && (start[0] & 0xFF) >= 0xFE && (start[1] & 0xFF) >= 0xFE;
    return new String(start, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }

  /** The text of a stream that may be packed; closes it when that cannot be told. */
  private static InputStream unpacked(InputStream stream) throws IOException {
    InputStream file = new BufferedInputStream(stream, 1 << 16);
    try {
      file.mark(2);
      byte[] start = file.readNBytes(2);
      file.reset();
      return Gzip.hasMagic(start) ? new GZIPInputStream(file, 1 << 16) : file;
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
    try (CsvCursor rows = new CsvCursor(path, delimiter, opened())) {
      while (rows.advance()) {
        if (!visitor.row(rows.line(), rows.cells())) {
          return;
        }
      }
    }
  }

  private InputStream opened() {
    try {
      return unpacked(Files.newInputStream(path));
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }
}
