package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import dev.hourglass.data.raw.NumberText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cells of one row, without spaces around them, in one buffer that the next row overwrites: a
 * cell of numbers costs nothing on the heap.
 */
final class RowCells extends AbstractBaseCsvCallbackHandler<RowCells> {
  private char[] chars = new char[1 << 12];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];
  private int count;
  private int used;

  @Override
  protected void handleBegin(long line) {
    count = 0;
    used = 0;
  }

  @Override
  protected void handleField(int field, char[] buffer, int offset, int length, boolean isQuoted) {
    int from = offset;
    int to = offset + length;
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

  @Override
  protected RowCells buildRecord() {
    return this;
  }

  /** How many cells there are. */
  int count() {
    return count;
  }

  /** The 1-based line that the row begins on; lines past the two billionth are called the last. */
  int line() {
    return (int) Math.min(Integer.MAX_VALUE, getStartingLineNumber());
  }

  /** The buffer that {@link #start} and {@link #end} lie in. */
  char[] chars() {
    return chars;
  }

  int start(int cell) {
    return cell == 0 ? 0 : ends[cell - 1];
  }

  int end(int cell) {
    return ends[cell];
  }

  boolean isEmpty(int cell) {
    return start(cell) == end(cell);
  }

  /** Whether there is nothing but space on the line. */
  boolean isBlank() {
    return count == 1 && isEmpty(0) && !quoted[0];
  }

  boolean isQuoted(int cell) {
    return quoted[cell];
  }

  String text(int cell) {
    return new String(chars, start(cell), end(cell) - start(cell));
  }

  /** All of them. */
  List<String> texts() {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(i));
    }
    return texts;
  }
}
