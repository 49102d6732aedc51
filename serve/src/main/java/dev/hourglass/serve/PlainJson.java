package dev.hourglass.serve;

import dev.hourglass.data.raw.ByteColumns;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import dev.hourglass.data.table.TableSchema.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads lists of rows whose cells are plain numbers, plain words in quotes, or null, in the model's
 * order with or without the columns' names: many times quicker than {@link JsonRows}, and to the
 * same rows. Whatever else a body holds, it is not read here.
 */
final class PlainJson {
  private static final byte[] ROWS =
      ('"' + JsonRows.ROWS + '"').getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final int CELL_AND_COMMA = 2;

  private final List<String> names;
  private final boolean named;
  private final boolean[] areWords;

  /** As they stand in a row, in quotes. */
  private final byte[][] quoted;

  private PlainJson(TableSchema schema) {
    List<ColumnType> columns = schema.columns();
    names = columns.stream().map(ColumnType::name).toList();
    named = schema.named();
    quoted =
        names.stream()
            .map(name -> ('"' + name + '"').getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    areWords = new boolean[columns.size()];
    for (int c = 0; c < areWords.length; c++) {
      areWords[c] = !(columns.get(c).kind() instanceof ColumnKind.Numeric);
    }
  }

  /** A reader of such rows; none where a column's name is not written in JSON as it is. */
  static Optional<PlainJson> of(TableSchema schema) {
    boolean plain =
        !schema.columns().isEmpty()
            && schema.columns().stream()
                .allMatch(column -> column.name().chars().allMatch(PlainJson::isPlain));
    return plain ? Optional.of(new PlainJson(schema)) : Optional.empty();
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  }

  /**
   * Reads a body.
   *
   * @param source what messages call it
   * @param mostRows there may be
   * @return the rows; empty where they are not of this kind, or there are more of them
   */
  Optional<RawData> read(byte[] body, String source, int mostRows) {
    return new Reading(body, mostRows).table(source);
  }

  /** A body that is being read, and where. */
  private final class Reading {
    private final byte[] body;
    private final int mostRows;
    private final ByteColumns columns;
    private int at;
    private int rows;

    Reading(byte[] body, int mostRows) {
      this.body = body;
      this.mostRows = mostRows;
      // The list around them ends, too; a cell is a digit and a comma at least.
      int most =
          Math.min(Math.min(mostRows, ends(body) - 1), body.length / (CELL_AND_COMMA * width()));
      this.columns = new ByteColumns(areWords, Math.max(0, most));
    }

    private int width() {
      return areWords.length;
    }

    Optional<RawData> table(String source) {
      boolean wrapped = take('{');
      boolean plain =
          (!wrapped || !names.contains(JsonRows.ROWS) && take(ROWS) && take(':'))
              && list()
              && (!wrapped || take('}'))
              && rows > 0;
      return plain && isAtEnd()
          ? Optional.of(columns.table(names, named, rows, 1, source))
          : Optional.empty();
    }

    private boolean list() {
      if (!take('[')) {
        return false;
      }
      do {
        if (!row()) {
          return false;
        }
      } while (take(','));
      return take(']');
    }

    private boolean row() {
      if (rows == mostRows || rows == columns.rows()) {
        return false;
      }
      boolean byName = take('{');
      if (!byName && !take('[')) {
        return false;
      }
      for (int c = 0; c < width(); c++) {
        if (c > 0 && !take(',') || byName && !(take(quoted[c]) && take(':')) || !cell(c)) {
          return false;
        }
      }
      rows++;
      return take(byName ? '}' : ']');
    }

    private boolean cell(int column) {
      space();
      if (at < body.length && body[at] == 'n') {
        columns.putMissing(column, rows);
        return take(NULL);
      }
      boolean word = areWords[column];
      if (word ? !take('"') : isWholeMinusZero()) {
        return false;
      }
      at = columns.put(column, rows, body, at);
      return at != ByteColumns.NEITHER && (!word || at < body.length && body[at++] == '"');
    }

    /** As a whole number it is 0, with a fraction it is not. */
    private boolean isWholeMinusZero() {
      return at + 2 < body.length && body[at] == '-' && body[at + 1] == '0' && body[at + 2] != '.';
    }

    private boolean take(char mark) {
      space();
      boolean found = at < body.length && body[at] == mark;
      at += found ? 1 : 0;
      return found;
    }

    private boolean take(byte[] text) {
      space();
      boolean found =
          at + text.length <= body.length
              && Arrays.equals(body, at, at + text.length, text, 0, text.length);
      at += found ? text.length : 0;
      return found;
    }

    private void space() {
      while (at < body.length && isSpace(body[at])) {
        at++;
      }
    }

    private boolean isAtEnd() {
      space();
      return at == body.length;
    }

    private static boolean isSpace(byte c) {
      return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Rows and lists that end, at most. */
    private static int ends(byte[] body) {
      int ends = 0;
      for (byte each : body) {
        ends += each == ']' || each == '}' ? 1 : 0;
      }
      return ends;
    }
  }
}
