package dev.hourglass.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers of a column, without a copy for each time they grow where its length is not known. */
final class NumberChunks {
  private static final int CHUNK = 1 << 14;
  private static final int FIRST = 1 << 6;

  private final List<double[]> full = new ArrayList<>();
  private double[] last;
  private int inFull;
  private int inLast;

  /**
   * @param expected how many numbers there will be; 0 where that is not known
   */
  NumberChunks(int expected) {
    last = new double[expected == 0 ? FIRST : expected];
  }

  void add(double value) {
    if (inLast == last.length) {
      if (last.length < CHUNK) {
        last = Arrays.copyOf(last, last.length * 2);
      } else {
        full.add(last);
        inFull += last.length;
        last = new double[CHUNK];
        inLast = 0;
      }
    }
    last[inLast++] = value;
  }

  /** Forgets the number that was added last; only right after it was. */
  void removeLast() {
    inLast--;
  }

  int size() {
    return inFull + inLast;
  }

  /** All of them; nothing is kept. */
  double[] take() {
    if (full.isEmpty() && inLast == last.length) {
      double[] all = last;
      last = new double[FIRST];
      inLast = 0;
      return all;
    }
    double[] all = new double[size()];
    int at = 0;
    for (double[] chunk : full) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    System.arraycopy(last, 0, all, at, inLast);
    full.clear();
    inFull = 0;
    last = new double[FIRST];
    inLast = 0;
    return all;
  }
}
