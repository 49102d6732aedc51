package dev.hourglass.bench.serving;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of 30 numbers that hang together by six hidden ones, and how requests write them. */
final class DrawnRows {
  private static final int COLUMNS = 30;
  private static final int HIDDEN = 6;

  private DrawnRows() {}

  /** Always the same. */
  static double[][] rows(int count) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] mixing = new double[COLUMNS][HIDDEN];
    for (double[] row : mixing) {
      Arrays.setAll(row, _ -> random.nextGaussian());
    }
    double[][] rows = new double[count][COLUMNS];
    double[] hidden = new double[HIDDEN];
    for (double[] row : rows) {
      Arrays.setAll(hidden, _ -> random.nextGaussian());
      for (int c = 0; c < COLUMNS; c++) {
        row[c] = 0.3 * random.nextGaussian();
        for (int h = 0; h < HIDDEN; h++) {
          row[c] += mixing[c][h] * hidden[h];
        }
      }
    }
    return rows;
  }

  private static String text(double number) {
    return Double.toString(Math.round(number * 1e6) / 1e6);
  }

  /** With a header. */
  static String csv(double[][] rows, int from, int count) {
    String header =
        IntStream.range(0, COLUMNS).mapToObj(c -> "x" + c).collect(Collectors.joining(","));
    StringBuilder csv = new StringBuilder(header).append('\n');
    for (int i = 0; i < count; i++) {
      double[] row = rows[(from + i) % rows.length];
      csv.append(Arrays.stream(row).mapToObj(DrawnRows::text).collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
  }

  /** A list of lists. */
  static String json(double[][] rows, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> rows[i % rows.length])
        .map(
            row ->
                Arrays.stream(row)
                    .mapToObj(DrawnRows::text)
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
