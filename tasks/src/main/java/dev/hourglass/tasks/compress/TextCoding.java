package dev.hourglass.tasks.compress;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes of a text table's lines, each in the contexts of its column, of what of its cell is
 * there already, of the cells around, and of what the model expects in it.
 */
final class TextCoding {
  private static final int CONTEXTS = 11;

  /** Weights by how well the expected cell has fitted so far. */
  private static final int FITS = 4;

  private static final int LINE_FEED = '\n';
  private static final int END = 0;
  private static final int MOST_COLUMNS = 1 << 12;

  private final TableLines layout;
  private final SymbolCoder coder;
  private final int[] hashes = new int[CONTEXTS];

  /** The cells of the line above, of their first bytes. */
  private final int[] above = new int[MOST_COLUMNS];

  private int column;
  private int cell;
  private int length;
  private int left;
  private int beyond;
  private int first;
  private int recent;
  private int fit;
  private String expected = "";
  private int place;

  TextCoding(TableLines layout, SymbolCoder coder) {
    this.layout = layout;
    this.coder = coder;
  }

  static BitMixer mixer(int tableBits) {
    return new BitMixer(CONTEXTS, FITS * 8, tableBits);
  }

  /**
   * Writes a line, or reads it.
   *
   * @param line with its line feed; empty when reading
   * @param cells what the model expects in each of its columns; empty where there is no model
   */
  byte[] line(byte[] line, List<String> cells) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(line.length, 64));
    begin(0, cells);
    left = 0;
    beyond = 0;
    first = 0;
    // A text that ends without a line feed has a mark there, which no text table holds.
    boolean cut = coder.isWriting() && line[line.length - 1] != LINE_FEED;
    int symbol = -1;
    for (int i = 0; symbol != LINE_FEED; i++) {
      symbol = next(i < line.length ? line[i] & 0xFF : cut ? END : 0);
      if (symbol == END) {
        break;
      }
      out.write(symbol);
      if (symbol == layout.separator()) {
        end();
        begin(Math.min(column + 1, MOST_COLUMNS - 1), cells);
      }
    }
    end();
    return out.toByteArray();
  }

  private void begin(int at, List<String> cells) {
    column = at;
    cell = 0;
    length = 0;
    fit = 0;
    int of = at < layout.columns().length ? layout.columns()[at] : -1;
    expected = of >= 0 && of < cells.size() ? cells.get(of) : "";
    fit = expected.isEmpty() ? 3 : 0;
  }

  private void end() {
    above[column] = cell;
    beyond = left;
    left = cell;
    first = column == 0 ? cell : first;
  }

  private int next(int given) {
    int likely =
        fit == 0 && length < expected.length() ? expected.charAt(length) : fit == 0 ? 256 : 257;
    int started = column * 0x3C6EF372 + cell;
    place = 0;
    context(column, length);
    context(started, 1);
    context(started, left);
    context(started, above[column]);
    context(started, left * 31 + beyond);
    context(recent & 0xFFFF, column);
    context(recent & 0xFFFFFF, 0);
    context(started, likely);
    context(started, expected.hashCode());
    context(likely * 512 + after(), column * 64 + length);
    context(started, first);
    int symbol = coder.code(given, hashes, fit);
    cell = (cell + symbol + 1) * 0x2F0B4C47;
    cell ^= cell >>> 13;
    if (fit == 0 && symbol != likely && symbol != layout.separator()) {
      fit = Math.abs(symbol - likely) == 1 ? 1 : 2;
    }
    length++;
    recent = recent << 8 | symbol;
    return symbol;
  }

  private int after() {
    return fit == 0 && length + 1 < expected.length() ? expected.charAt(length + 1) : 0;
  }

  private void context(int a, int b) {
    hashes[place] = (a * 0x2F0B4C47 + b) * 0x1F35A7BD + place * 0x3D4D51CB;
    place++;
  }

  /** What the model expects, with as many decimals as the file has. */
  static String expected(String original, int decimals) {
    if (decimals < 0) {
      return new String(original.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
    try {
      return new BigDecimal(original).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    } catch (NumberFormatException _) {
      return original;
    }
  }
}
