package dev.hourglass.data.raw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Columns of a table that are filled cell by cell from bytes of which nothing has to be found out:
 * numbers as {@link NumberBytes} reads them, and words of letters, digits, {@code _} and {@code -}
 * that begin with a letter. Whoever meets another cell reads the table otherwise, from its
 * beginning. Cells cost nothing on the heap but for words that were not there before.
 */
public final class ByteColumns {
  /** What stands there is neither a number nor a word, or not what the column holds. */
  public static final int NEITHER = -1;

  private static final int MISSING = -1;

  private final NumberBytes number = new NumberBytes();
  private final boolean[] areWords;
  private final int rows;
  private final double[][] numbers;
  private final int[][] codes;
  private final Words[] words;

  /**
   * Columns without cells.
   *
   * @param areWords whether a column holds words; others hold numbers
   * @param rows there are at most
   */
  public ByteColumns(boolean[] areWords, int rows) {
    this.areWords = areWords.clone();
    this.rows = rows;
    numbers = new double[areWords.length][];
    codes = new int[areWords.length][];
    words = new Words[areWords.length];
    Words none = new Words(0);
    for (int c = 0; c < areWords.length; c++) {
      numbers[c] = new double[areWords[c] ? 0 : rows];
      codes[c] = new int[areWords[c] ? rows : 0];
      words[c] = areWords[c] ? new Words(Words.FIRST) : none;
    }
  }

  /** How many rows there is room for. */
  public int rows() {
    return rows;
  }

  /** Whether a column holds words. */
  public boolean holdsWords(int column) {
    return areWords[column];
  }

  /** Says that a cell is missing. */
  public void putMissing(int column, int row) {
    if (holdsWords(column)) {
      codes[column][row] = MISSING;
    } else {
      numbers[column][row] = Double.NaN;
    }
  }

  /**
   * Reads a cell.
   *
   * @return where it ends, or {@link #NEITHER}
   */
  public int put(int column, int row, byte[] text, int from) {
    if (holdsWords(column)) {
      int to = wordEnd(text, from);
      int code = to == from ? Words.NO_WORD : words[column].code(text, from, to);
      codes[column][row] = code;
      return code == Words.NO_WORD ? NEITHER : to;
    }
    int to = number.read(text, from);
    numbers[column][row] = number.value();
    return to == NumberBytes.NONE ? NEITHER : to;
  }

  private static int wordEnd(byte[] text, int from) {
    int at = from;
    if (at < text.length && isLetter(text[at])) {
      do {
        at++;
      } while (at < text.length
          && (isLetter(text[at])
              || text[at] >= '0' && text[at] <= '9'
              || text[at] == '_'
              || text[at] == '-'));
    }
    return at;
  }

  private static boolean isLetter(byte c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  /**
   * The table; nothing is to be put any more.
   *
   * @param names of the columns
   * @param named whether they stand in the text
   * @param count of rows
   * @param firstLine of the first row; the others follow line by line
   */
  public RawData.Table table(
      List<String> names, boolean named, int count, int firstLine, String source) {
    List<Column> columns = new ArrayList<>(names.size());
    for (int c = 0; c < names.size(); c++) {
      columns.add(
          holdsWords(c)
              ? words[c].column(names.get(c), Arrays.copyOf(codes[c], count))
              : new Column.Numeric(
                  names.get(c), count == rows ? numbers[c] : Arrays.copyOf(numbers[c], count)));
    }
    int[] lines = new int[count];
    for (int i = 0; i < count; i++) {
      lines[i] = firstLine + i;
    }
    return new RawData.Table(columns, named, lines, Optional.empty(), source);
  }

  /** Words in the order they came first, found by their bytes. */
  private static final class Words {
    static final int NO_WORD = -2;
    static final int FIRST = 16;

    private final List<String> texts = new ArrayList<>();
    private byte[][] known;
    private int[] places;

    /** With room for so many before it grows. */
    Words(int room) {
      known = new byte[room][];
      places = new int[2 * room];
    }

    int code(byte[] text, int from, int to) {
      int hash = 0;
      for (int i = from; i < to; i++) {
        hash = 31 * hash + text[i];
      }
      int mask = places.length - 1;
      int place = (hash ^ hash >>> 16) & mask;
      while (places[place] > 0) {
        byte[] other = known[places[place] - 1];
        if (Arrays.equals(other, 0, other.length, text, from, to)) {
          return places[place] - 1;
        }
        place = (place + 1) & mask;
      }
      return add(text, from, to, place);
    }

    private int add(byte[] text, int from, int to, int place) {
      String word = new String(text, from, to - from, StandardCharsets.US_ASCII);
      if (Cell.of(word) != Cell.TEXT) {
        return NO_WORD; // NA and the like: what they mean depends on who reads them
      }
      int code = texts.size();
      if (code == known.length) {
        grow();
        return code(text, from, to);
      }
      known[code] = Arrays.copyOfRange(text, from, to);
      places[place] = code + 1;
      texts.add(word);
      return code;
    }

    private void grow() {
      byte[][] all = known;
      known = new byte[2 * all.length][];
      places = new int[4 * all.length];
      texts.clear();
      for (byte[] word : all) {
        code(word, 0, word.length);
      }
    }

    /** With the words sorted. */
    Column.Categorical column(String name, int[] codes) {
      List<String> sorted = texts.stream().sorted().toList();
      int[] placeOf = new int[texts.size()];
      for (int code = 0; code < placeOf.length; code++) {
        placeOf[code] = Collections.binarySearch(sorted, texts.get(code));
      }
      for (int i = 0; i < codes.length; i++) {
        codes[i] = codes[i] < 0 ? codes[i] : placeOf[codes[i]];
      }
      return new Column.Categorical(name, codes, sorted);
    }
  }
}
