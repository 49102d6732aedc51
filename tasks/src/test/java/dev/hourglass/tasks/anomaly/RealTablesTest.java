package dev.hourglass.tasks.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.TestKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On the real tables that lie beside the project; skipped where they do not. */
class RealTablesTest {
  private static final Path FOLDER = Path.of("../../shared/data/anomaly");
  private static final int CELLS = 20;

  private static List<Path> tables() {
    assumeTrue(Files.isDirectory(FOLDER), () -> "skipped: there is no " + FOLDER.toAbsolutePath());
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * In normal rows that were not fitted one cell is moved by six deviations of its column; it is
   * then the one that is named first.
   */
  @Test
  void the_corrupted_cell_is_named_first() {
    int right = 0;
    int all = 0;
    List<String> shares = new ArrayList<>();
    for (Path file : tables()) {
      RawData.Table table =
          (RawData.Table) DataReader.read(file, ReadOptions.defaults().withLabel("anomaly"));
      int[] normal = AnomalyLabels.of(table, Optional.empty()).normalRows();
      int[] fitted = IntStream.of(normal).filter(i -> i % 2 == 0).limit(2000).toArray();
      int[] others = IntStream.of(normal).filter(i -> i % 2 == 1).toArray();
      Detector detector =
          Detector.fit(table.subset(fitted), DetectorOptions.of(Regime.NORMAL), TestKernels.BEST);
      SplittableRandom random = new SplittableRandom(1);
      int named = 0;
      for (int k = 0; k < CELLS; k++) {
        RawData.Table row = table.subset(new int[] {others[random.nextInt(others.length)]});
        int column = varying(table, random);
        double[] values = ((Column.Numeric) table.columns().get(column)).values();
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation =
            Math.sqrt(
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
        ((Column.Numeric) row.columns().get(column)).values()[0] +=
            (random.nextBoolean() ? 6 : -6) * deviation;
        String first = detector.explain(row, 0, 1).getFirst().column();
        named += first.equals(table.columns().get(column).name()) ? 1 : 0;
      }
      shares.add(file.getFileName() + " " + named + "/" + CELLS);
      right += named;
      all += CELLS;
    }
    System.out.println(shares);
    assertThat((double) right / all).describedAs(shares.toString()).isGreaterThanOrEqualTo(0.9);
  }

  /** A column whose cells are not nearly all the same. */
  private static int varying(RawData.Table table, SplittableRandom random) {
    while (true) {
      int column = random.nextInt(table.columns().size());
      double[] values = ((Column.Numeric) table.columns().get(column)).values();
      if (Arrays.stream(values).distinct().limit(3).count() == 3) {
        return column;
      }
    }
  }
}
