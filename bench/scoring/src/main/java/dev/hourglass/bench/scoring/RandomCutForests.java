package dev.hourglass.bench.scoring;

import com.amazon.randomcutforest.RandomCutForest;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Amazon's random cut forest of 50 trees of 256 rows, its defaults; rows shared by all cores. */
final class RandomCutForests implements Contestant {
  private static final int LINES = 10_000;

  private RandomCutForest forest;
  private float[][] held;

  @Override
  public String name() {
    return "random cut forest";
  }

  @Override
  public void fit(double[][] rows) {
    forest =
        RandomCutForest.builder()
            .dimensions(rows[0].length)
            .randomSeed(1)
            .boundingBoxCacheFraction(1)
            .build();
    for (double[] row : rows) {
      forest.update(floats(row));
    }
  }

  @Override
  public void scoreFile(Path csv, Path scored) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(csv);
        BufferedWriter out = Files.newBufferedWriter(scored)) {
      out.write(in.readLine() + ",score\n");
      List<String> lines = new ArrayList<>(LINES);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        if (lines.size() == LINES) {
          write(lines, out);
        }
      }
      write(lines, out);
    }
  }

  private void write(List<String> lines, BufferedWriter out) throws IOException {
    List<String> texts =
        lines.parallelStream()
            .map(line -> line + ',' + (float) forest.getAnomalyScore(numbers(line)) + '\n')
            .toList();
    for (String text : texts) {
      out.write(text);
    }
    lines.clear();
  }

  private static float[] numbers(String line) {
    String[] cells = line.split(",", -1);
    float[] row = new float[cells.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Float.parseFloat(cells[i]);
    }
    return row;
  }

  @Override
  public void hold(double[][] rows) {
    held = Arrays.stream(rows).map(RandomCutForests::floats).toArray(float[][]::new);
  }

  @Override
  public double[] scoreHeld() {
    return Arrays.stream(held).parallel().mapToDouble(forest::getAnomalyScore).toArray();
  }

  @Override
  public double score(double[] row) {
    return forest.getAnomalyScore(floats(row));
  }

  private static float[] floats(double[] row) {
    float[] floats = new float[row.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) row[i];
    }
    return floats;
  }
}
