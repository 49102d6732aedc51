package dev.hourglass.bench.scoring;

import dev.hourglass.tasks.anomaly.Regime;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures one contestant and prints a line: rows a second from CSV to CSV and from memory, on all
 * cores, and microseconds for one row by itself. The rows are made up: 30 numbers that hang
 * together by six hidden ones, written with six digits behind the point. Each figure is the best of
 * several rounds.
 */
public final class ScoringSpeed {
  private static final int COLUMNS = 30;
  private static final int HIDDEN = 6;
  private static final int FITTED = 20_000;
  private static final int ROUNDS = 4;
  private static final int SINGLE = 20_000;
  private static final long SEED = 1;

  private ScoringSpeed() {}

  /** Arguments: contestant, rows, folder for what is written. */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[1]);
    Path folder = Path.of(args[2]);
    double[][] rows = rows(count, SEED);
    Path csv = folder.resolve("rows.csv");
    if (!Files.exists(csv)) {
      write(rows, csv);
    }
    Contestant contestant =
        switch (args[0]) {
          case "normal", "all" ->
              new HourglassDetector(Regime.valueOf(args[0].toUpperCase(Locale.ROOT)), folder);
          case "forest" -> new RandomCutForests();
          default -> throw new IllegalArgumentException("no contestant is called " + args[0]);
        };
    contestant.fit(rows(FITTED, SEED + 1));
    Path scored = folder.resolve("scored.csv");
    double file = best(count, () -> contestant.scoreFile(csv, scored));
    contestant.hold(rows);
    double memory = best(count, contestant::scoreHeld);
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,.0f | %,.0f | %.1f |%n",
        contestant.name(),
        count,
        file,
        memory,
        single(contestant, rows));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double best(int rows, Work work) throws IOException {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      work.run();
      best = Math.max(best, rows / ((System.nanoTime() - start) / 1e9));
    }
    return best;
  }

  /** The median in microseconds, once all is compiled. */
  private static double single(Contestant contestant, double[][] rows) {
    double[] micros = new double[SINGLE];
    double sum = 0;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < SINGLE; i++) {
        long start = System.nanoTime();
        sum += contestant.score(rows[i % rows.length]);
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
    }
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("a score is no number");
    }
    Arrays.sort(micros);
    return micros[SINGLE / 2];
  }

  private static double[][] rows(int count, long seed) {
    SplittableRandom weights = new SplittableRandom(SEED);
    double[][] mixing = new double[COLUMNS][HIDDEN];
    for (double[] row : mixing) {
      Arrays.setAll(row, _ -> weights.nextGaussian());
    }
    SplittableRandom random = new SplittableRandom(seed);
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

  private static void write(double[][] rows, Path csv) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < COLUMNS; c++) {
        line.append(c == 0 ? "x" : ",x").append(c);
      }
      for (double[] row : rows) {
        out.append(line).write('\n');
        line.setLength(0);
        for (int c = 0; c < COLUMNS; c++) {
          line.append(c == 0 ? "" : ",").append(Math.round(row[c] * 1e6) / 1e6);
        }
      }
      out.append(line).write('\n');
    }
  }
}
