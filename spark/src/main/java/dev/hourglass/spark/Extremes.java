package dev.hourglass.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a preparation must know of all rows, of which it sees some: the ends of each column's
 * numbers, and every text.
 *
 * @param least of each column or feature; +∞ where it has no number
 * @param most of each; -∞ where it has no number
 * @param texts of each column of a table; none of vectors
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Extremes(double[] least, double[] most, List<NavigableSet<String>> texts)
    implements Serializable {
  /** A column of more texts is refused anyway. */
  private static final int MOST_TEXTS = 20_000;

  static Extremes of(RawRows rows) {
    return switch (rows) {
      case RawRows.Vectors(Blocks blocks) -> ofVectors(blocks);
      case RawRows.Table table -> ofTable(table);
    };
  }

  private static Extremes empty(int columns) {
    double[] least = new double[columns];
    double[] most = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    return new Extremes(least, most, new ArrayList<>());
  }

  private void see(int column, double value) {
    // NaN, which is a missing cell, is neither less nor more.
    if (value < least[column]) {
      least[column] = value;
    }
    if (value > most[column]) {
      most[column] = value;
    }
  }

  private static Extremes ofVectors(Blocks blocks) {
    Extremes seen = empty(blocks.width());
    float[] values = blocks.values();
    if (blocks.offsets().length == 0) {
      for (int i = 0; i < values.length; i++) {
        seen.see(i % blocks.width(), values[i]);
      }
      return seen;
    }
    int[] there = new int[blocks.width()];
    for (int i = 0; i < values.length; i++) {
      there[blocks.indices()[i]]++;
      seen.see(blocks.indices()[i], values[i]);
    }
    for (int f = 0; f < there.length; f++) {
      if (there[f] < blocks.rows()) {
        seen.see(f, 0);
      }
    }
    return seen;
  }

  private static Extremes ofTable(RawRows.Table table) {
    Extremes seen = empty(table.columns().size());
    for (int c = 0; c < table.columns().size(); c++) {
      RawRows.Cells cells = table.columns().get(c);
      for (double value : cells.numbers()) {
        seen.see(c, value);
      }
      NavigableSet<String> found = new TreeSet<>();
      Arrays.stream(cells.texts()).limit(MOST_TEXTS).forEach(found::add);
      seen.texts.add(found);
    }
    return seen;
  }

  /** Those of both. */
  Extremes with(Extremes other) {
    Extremes both = empty(least.length);
    for (int c = 0; c < least.length; c++) {
      both.see(c, least[c]);
      both.see(c, most[c]);
      both.see(c, other.least[c]);
      both.see(c, other.most[c]);
    }
    for (int c = 0; c < texts.size(); c++) {
      NavigableSet<String> found = new TreeSet<>(texts.get(c));
      other.texts.get(c).stream().limit(MOST_TEXTS).forEach(found::add);
      both.texts.add(found);
    }
    return both;
  }

  /** Some of the rows, and made ones behind them that hold the ends and the texts they lack. */
  RawRows behind(RawRows some) {
    return RawRows.joined(
        switch (some) {
          case RawRows.Vectors _ -> List.of(some, vectors());
          case RawRows.Table table -> List.of(some, cells(table));
        });
  }

  private RawRows vectors() {
    int width = least.length;
    float[] ends = new float[2 * width];
    for (int f = 0; f < width; f++) {
      ends[f] = (float) least[f];
      ends[width + f] = (float) most[f];
    }
    return new RawRows.Vectors(new Blocks(ends, new int[0], new int[0], width));
  }

  private RawRows cells(RawRows.Table table) {
    int rows = Math.max(2, texts.stream().mapToInt(NavigableSet::size).max().orElse(0));
    List<RawRows.Cells> columns = new ArrayList<>();
    for (int c = 0; c < least.length; c++) {
      RawRows.Cells like = table.columns().get(c);
      if (like.isNumeric()) {
        double[] numbers = new double[rows];
        Arrays.fill(numbers, Double.NaN);
        if (least[c] <= most[c]) {
          numbers[0] = least[c];
          numbers[1] = most[c];
        }
        columns.add(new RawRows.Cells(like.name(), numbers, new int[0], new String[0]));
      } else {
        String[] all = texts.get(c).toArray(String[]::new);
        int[] codes = new int[rows];
        Arrays.setAll(codes, row -> row < all.length ? row : -1);
        columns.add(new RawRows.Cells(like.name(), new double[0], codes, all));
      }
    }
    return new RawRows.Table(columns, table.named());
  }
}
