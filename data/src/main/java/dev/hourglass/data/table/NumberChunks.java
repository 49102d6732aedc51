package dev.hourglass.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers of a column whose length is not known, without a copy for each time they grow. */
final class NumberChunks {
  private static final int CHUNK = 1 << 14;
  private static final int FIRST = 1 << 6;

  private final List<double[]> full = new ArrayList<>();
  private double[] last = new double[FIRST];
  private int inLast;

  void add(double value) {
    if (inLast == last.length) {
      if (last.length < CHUNK) {
        last = Arrays.copyOf(last, last.length * 2);
      } else {
        full.add(last);
        last = new double[CHUNK];
        inLast = 0;
      }
    }
    last[inLast++] = value;
  }

  int size() {
    return full.size() * CHUNK + inLast;
  }

  /** All of them; nothing is kept. */
  double[] take() {
    double[] all = new double[size()];
    int at = 0;
    for (double[] chunk : full) {
      System.arraycopy(chunk, 0, all, at, CHUNK);
      at += CHUNK;
    }
    System.arraycopy(last, 0, all, at, inLast);
    full.clear();
    last = new double[FIRST];
    inLast = 0;
    return all;
  }
}
