package dev.hourglass.bench.scoring;

import dev.hourglass.cli.Main;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A detector at its defaults; files by the command line. */
final class HourglassDetector implements Contestant {
  private final Regime regime;
  private final Path model;
  private Detector detector;
  private RawData.Table held;

  HourglassDetector(Regime regime, Path folder) {
    this.regime = regime;
    this.model = folder.resolve(regime.text() + ".safetensors");
  }

  @Override
  public String name() {
    return "Hourglass, " + regime.text();
  }

  @Override
  public void fit(double[][] rows) {
    detector =
        Detector.fit(
            table(rows), DetectorOptions.of(regime), KernelLadder.climb(KernelChoice.AUTO));
    detector.save(model);
  }

  @Override
  public void scoreFile(Path csv, Path scored) throws IOException {
    int code =
        Main.commandLine(System.err, "detect")
            .execute("detect", "score", model.toString(), csv.toString(), "--out", scored + "");
    if (code != 0) {
      throw new IOException("detect score ended with " + code);
    }
  }

  @Override
  public void hold(double[][] rows) {
    held = table(rows);
  }

  @Override
  public double[] scoreHeld() {
    return detector.scores(held);
  }

  @Override
  public double score(double[] row) {
    return detector.score(row).score();
  }

  private static RawData.Table table(double[][] rows) {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < rows[0].length; c++) {
      int at = c;
      columns.add(
          new Column.Numeric("x" + c, Arrays.stream(rows).mapToDouble(row -> row[at]).toArray()));
    }
    int[] lines = new int[rows.length];
    Arrays.setAll(lines, i -> i + 2);
    return new RawData.Table(columns, true, lines, Optional.empty(), "rows");
  }
}
