package dev.hourglass.bench.scoring;

import java.io.IOException;
import java.nio.file.Path;

/** What scores rows of numbers, as its users would have it do so. */
interface Contestant {
  String name();

  /** Learns from rows, {@code [rows][columns]}. */
  void fit(double[][] rows) throws IOException;

  /** Reads a table with a header, and writes it with a score behind every row. */
  void scoreFile(Path csv, Path scored) throws IOException;

  /** Makes rows ready to be scored, as they would lie in a program. */
  void hold(double[][] rows);

  /** Scores all that it holds. */
  double[] scoreHeld();

  /** Scores one row. */
  double score(double[] row);
}
