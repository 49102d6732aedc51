package dev.hourglass.examples;

import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import dev.hourglass.tasks.anomaly.series.SeriesDetector;
import dev.hourglass.tasks.anomaly.series.SeriesOptions;
import dev.hourglass.tasks.anomaly.series.SeriesReport;
import dev.hourglass.tasks.anomaly.series.SeriesScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Finds where a machine's temperature leaves its daily course.
 *
 * <p>The record is made up here: sixty days of quarters of an hour. On the day that the detector
 * has to find, the machine stays warm at night: no value is unusual in itself, only its hour is.
 */
public final class WatchMachine {
  private static final int POINTS = 60 * 96;
  private static final int FAULT = 41 * 96;

  private WatchMachine() {}

  /** Runs it; record, model and page go to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);
    Path file = Files.write(folder.resolve("machine.csv"), record());

    RawData.Table table = (RawData.Table) DataReader.read(file, ReadOptions.defaults());
    SeriesOptions options =
        new SeriesOptions(
            "time",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SeriesOptions.usualThreshold(),
            DetectorOptions.of(Regime.ALL));
    SeriesDetector.Fitted fitted = SeriesDetector.fit(table, options, kernels);
    fitted.detector().save(folder.resolve("machine.safetensors"));
    SeriesScores scores = fitted.scores();
    int flagged = 0;
    int right = 0;
    for (int p = 0; p < scores.points().length; p++) {
      if (scores.isFlagged(p)) {
        flagged++;
        right += p >= FAULT && p < FAULT + 96 ? 1 : 0;
      }
    }
    System.out.printf("a day of %d points%n", fitted.detector().windows().period());
    System.out.printf("points flagged: %d%n", flagged);
    System.out.printf("on the day of the fault: %d%n", right);
    SeriesReport.of(fitted.detector(), table).write(folder.resolve("machine.html"));
  }

  private static List<String> record() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>(List.of("time,temperature"));
    LocalDateTime start = LocalDateTime.of(2026, 3, 2, 0, 0);
    for (int p = 0; p < POINTS; p++) {
      double hour = p % 96 / 4.0;
      boolean warm = p >= FAULT && p < FAULT + 96;
      double day = Math.sin((hour - 9) / 24 * 2 * Math.PI);
      double temperature = 60 + 12 * (warm ? Math.abs(day) : day) + 0.8 * random.nextGaussian();
      lines.add(String.format(Locale.ROOT, "%s,%.2f", start.plusMinutes(15L * p), temperature));
    }
    return lines;
  }
}
