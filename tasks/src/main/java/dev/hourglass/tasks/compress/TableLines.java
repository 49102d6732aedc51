package dev.hourglass.tasks.compress;

import dev.hourglass.data.raw.RawData;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * How a text table's lines are cut into cells, and which of the model's columns tells what to
 * expect in each.
 *
 * @param separator the byte between cells
 * @param columns for every column of the file the model's, or -1
 * @param decimals for every column of the file how many decimals to expect, or -1 for a text
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TableLines(byte separator, int[] columns, int[] decimals) {
  private static final byte[] SEPARATORS = {',', ';', '\t', '|', ' '};
  private static final int LINES_LOOKED_AT = 1000;
  private static final int MOST_DECIMALS = 12;

  /** Finds them out. */
  static TableLines of(List<byte[]> lines, RawData.Table table, List<String> modelColumns) {
    byte separator = separator(lines);
    List<String> header = cells(lines.getFirst(), separator);
    int[] columns = new int[header.size()];
    int[] decimals = new int[header.size()];
    for (int c = 0; c < columns.length; c++) {
      String name = header.get(c).strip().replaceAll("^\"|\"$", "");
      columns[c] =
          table.named() ? modelColumns.indexOf(name) : modelColumns.indexOf("column " + (c + 1));
      decimals[c] = decimals(lines, table, separator, c);
    }
    return new TableLines(separator, columns, decimals);
  }

  private static byte separator(List<byte[]> lines) {
    byte best = SEPARATORS[0];
    int most = 0;
    for (byte candidate : SEPARATORS) {
      int expected = count(lines.getFirst(), candidate);
      int alike = 0;
      for (byte[] line : lines.subList(0, Math.min(lines.size(), LINES_LOOKED_AT))) {
        alike += count(line, candidate) == expected ? 1 : 0;
      }
      if (expected > 0 && alike > most) {
        best = candidate;
        most = alike;
      }
    }
    return best;
  }

  private static int count(byte[] line, byte wanted) {
    int count = 0;
    for (byte b : line) {
      count += b == wanted ? 1 : 0;
    }
    return count;
  }

  private static int decimals(List<byte[]> lines, RawData.Table table, byte separator, int column) {
    int most = -1;
    for (int row = 0; row < Math.min(table.size(), LINES_LOOKED_AT); row++) {
      int line = table.lines()[row] - 1;
      List<String> cells = line < lines.size() ? cells(lines.get(line), separator) : List.of();
      if (column < cells.size() && cells.get(column).matches("-?\\d+(\\.\\d+)?")) {
        int point = cells.get(column).indexOf('.');
        most = Math.max(most, point < 0 ? 0 : cells.get(column).length() - point - 1);
      }
    }
    return Math.min(most, MOST_DECIMALS);
  }

  private static List<String> cells(byte[] line, byte separator) {
    String text = new String(line, StandardCharsets.ISO_8859_1).replaceAll("[\r\n]+$", "");
    return Arrays.asList(
        text.split(String.valueOf((char) separator).replaceAll("[|]", "\\\\|"), -1));
  }

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(separator);
    Varint.write(columns.length, out);
    for (int c = 0; c < columns.length; c++) {
      Varint.writeSigned(columns[c], out);
      Varint.writeSigned(decimals[c], out);
    }
    return out.toByteArray();
  }

  static TableLines read(ByteBuffer in) {
    byte separator = in.get();
    int count = Varint.read(in);
    if (count < 1 || count > in.remaining()) {
      throw new IllegalArgumentException("a table of " + count + " columns");
    }
    int[] columns = new int[count];
    int[] decimals = new int[count];
    for (int c = 0; c < count; c++) {
      columns[c] = Varint.readSigned(in);
      decimals[c] = Varint.readSigned(in);
    }
    return new TableLines(separator, columns, decimals);
  }
}
