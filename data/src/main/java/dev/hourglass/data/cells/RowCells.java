package dev.hourglass.data.cells;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import dev.hourglass.data.raw.NumberText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cells of one row, without spaces around them, in one buffer that the next row overwrites: a
 * cell of numbers costs nothing on the heap.
 */
public final class RowCells extends AbstractBaseCsvCallbackHandler<RowCells> {
  private final String source;
  private char[] chars = new char[1 << 12];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];
  private int count;
  private int used;
  private long line;

  /**
   * No cells yet.
   *
   * @param source the file that they are from, for messages
   */
  public RowCells(String source) {
    this.source = source;
  }

  /** Begins with the next row: it has no cells. */
  public void begin(long startingLine) {
    line = startingLine;
    count = 0;
    used = 0;
  }

  @Override
  protected void handleBegin(long startingLine) {
    begin(startingLine);
  }

  @Override
  protected void handleField(int field, char[] buffer, int offset, int length, boolean isQuoted) {
    add(buffer, offset, offset + length, isQuoted);
  }

  /** Adds a cell, without the spaces around it. */
  public void add(char[] buffer, int start, int end, boolean isQuoted) {
    int from = start;
    int to = end;
    while (from < to && NumberText.isBlank(buffer[from])) {
      from++;
    }
    while (to > from && NumberText.isBlank(buffer[to - 1])) {
      to--;
    }
    if (used + to - from > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(chars.length * 2, used + to - from));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
      quoted = Arrays.copyOf(quoted, count * 2);
    }
    System.arraycopy(buffer, from, chars, used, to - from);
    used += to - from;
    quoted[count] = isQuoted;
    ends[count++] = used;
  }

  /** Adds a cell. */
  public void add(String cell) {
    char[] text = cell.toCharArray();
    add(text, 0, text.length, false);
  }

  @Override
  protected RowCells buildRecord() {
    return this;
  }

  /** The file that the row is from, for messages. */
  public String source() {
    return source;
  }

  /** How many cells there are. */
  public int count() {
    return count;
  }

  /** The 1-based line that the row begins on; lines past the two billionth are called the last. */
  public int line() {
    return (int) Math.min(Integer.MAX_VALUE, line);
  }

  /** The buffer that {@link #start} and {@link #end} lie in. */
  public char[] chars() {
    return chars;
  }

  /** Where a cell begins. */
  public int start(int cell) {
    return cell == 0 ? 0 : ends[cell - 1];
  }

  /** Where a cell ends, exclusive. */
  public int end(int cell) {
    return ends[cell];
  }

  /** Whether nothing is in a cell. */
  public boolean isEmpty(int cell) {
    return start(cell) == end(cell);
  }

  /** Whether there is nothing but space on the line. */
  public boolean isBlank() {
    return count == 1 && isEmpty(0) && !quoted[0];
  }

  /** Whether a cell stood in quotes. */
  public boolean isQuoted(int cell) {
    return quoted[cell];
  }

  /** A cell's text. */
  public String text(int cell) {
    return new String(chars, start(cell), end(cell) - start(cell));
  }

  /** All of them. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(i));
    }
    return texts;
  }
}
