package dev.hourglass.data.table;

import dev.hourglass.data.raw.ByteColumns;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.RawData;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the plainest tables of a known schema many times quicker than {@link TableBlocks}, and to
 * the same cells: a header of the schema's names, commas, plain numbers and words, no cell empty or
 * in quotes. Of those {@link DialectSniffer} has nothing to find out: no other separator cuts them,
 * every column of numbers tells that the names above are names, and a point in a cell is a decimal
 * one. Whatever else a text holds, it is not read here.
 */
public final class PlainCsv {
  /** A sniffer sees so much at least, and with it the header and two rows. */
  private static final int LONGEST_START = 1 << 20;

  private static final int CELL_AND_COMMA = 2;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_.()/+-]*( [A-Za-z0-9_.()/+-]+)*");

  private final Map<String, Boolean> areWords = new HashMap<>();

  private PlainCsv(TableSchema schema) {
    schema
        .columns()
        .forEach(
            column ->
                areWords.put(
                    column.name(), column.kind() instanceof TableSchema.ColumnKind.Categorical));
  }

  /** A reader of such tables; none where the schema's names or columns are not of that kind. */
  public static Optional<PlainCsv> of(TableSchema schema) {
    List<TableSchema.ColumnType> columns = schema.columns();
    boolean plain =
        schema.named()
            && schema.decimal() == DecimalMark.POINT
            && columns.size() > 1
            && columns.stream().allMatch(column -> isPlain(column.name()))
            && columns.stream().map(TableSchema.ColumnType::name).distinct().count()
                == columns.size()
            && columns.stream()
                .noneMatch(column -> column.kind() instanceof TableSchema.ColumnKind.Temporal)
            && columns.stream()
                .anyMatch(column -> column.kind() instanceof TableSchema.ColumnKind.Numeric);
    return plain ? Optional.of(new PlainCsv(schema)) : Optional.empty();
  }

  /** Whether a name can be nothing else, in no table. */
  private static boolean isPlain(String name) {
    return NAME.matcher(name).matches()
        && Cell.of(name) == Cell.TEXT
        && Cell.of(name, DecimalMark.COMMA) == Cell.TEXT
        && !ColumnGuess.of(List.of(name), Optional.empty(), Optional.empty()).isTyped();
  }

  /**
   * Reads a text.
   *
   * @param source what messages call it
   * @param mostRows there may be
   * @return the table; empty where it is not of this kind, or has more rows
   */
  public Optional<RawData.Table> read(byte[] text, String source, int mostRows) {
    int end = 0;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    if (end == text.length) {
      return Optional.empty();
    }
    int headEnd = end > 0 && text[end - 1] == '\r' ? end - 1 : end;
    List<String> names =
        List.of(new String(text, 0, headEnd, StandardCharsets.ISO_8859_1).split(",", -1));
    if (names.size() != areWords.size()
        || !areWords.keySet().containsAll(names)
        || new HashSet<>(names).size() != names.size()) {
      return Optional.empty();
    }
    return rows(text, end + 1, names, source, mostRows);
  }

  private Optional<RawData.Table> rows(
      byte[] text, int from, List<String> names, String source, int mostRows) {
    int width = names.size();
    int rows = lines(text, from);
    if (rows == 0
        || rows > mostRows
        || rows > (text.length - from + 1) / (CELL_AND_COMMA * width)) {
      return Optional.empty();
    }
    boolean[] words = new boolean[width];
    for (int c = 0; c < width; c++) {
      words[c] = areWords.get(names.get(c));
    }
    ByteColumns columns = new ByteColumns(words, rows);
    int at = from;
    int few = 0;
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < width; c++) {
        at = columns.put(c, row, text, at);
        if (at == ByteColumns.NEITHER) {
          return Optional.empty();
        }
        if (c < width - 1 && (at == text.length || text[at++] != ',')) {
          return Optional.empty();
        }
      }
      if (at < text.length && text[at] == '\r') {
        at++;
        if (at == text.length) {
          return Optional.empty();
        }
      }
      if (at < text.length && text[at++] != '\n') {
        return Optional.empty();
      }
      few = row < 2 ? at : few;
    }
    return few < LONGEST_START
        ? Optional.of(columns.table(names, true, rows, 2, source))
        : Optional.empty();
  }

  /** Of which the last need not end. */
  private static int lines(byte[] text, int from) {
    int ends = 0;
    for (int i = from; i < text.length; i++) {
      ends += text[i] == '\n' ? 1 : 0;
    }
    return from < text.length && text[text.length - 1] != '\n' ? ends + 1 : ends;
  }
}
