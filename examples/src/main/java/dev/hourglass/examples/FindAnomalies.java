package dev.hourglass.examples;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.Contribution;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Finds the odd rows of a table and says which column made them odd.
 *
 * <p>The table is the log of a pump, made up here: five gauges that depend on its speed and on how
 * far its valve is open. In one row of fifty one gauge is wrong, by an amount that is not unusual
 * in itself: only beside the others is it impossible. The column {@code fault} says which, and the
 * model never sees it.
 */
public final class FindAnomalies {
  private static final int ROWS = 4_000;
  private static final int FAULT_EVERY = 50;
  private static final List<String> GAUGES =
      List.of("flow", "pressure", "power", "temperature", "vibration");

  private FindAnomalies() {}

  /** Runs it; table and model go to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);
    Path file = Files.write(folder.resolve("pump.csv"), pumpLog());

    // The label is read along and never a feature: all rows are fitted, two per cent of them
    // faulty.
    RawData log = DataReader.read(file, ReadOptions.defaults().withLabel("fault"));
    DetectorOptions options =
        DetectorOptions.of(Regime.ALL).withThreshold(new ThresholdRule.Contamination(0.02));
    Detector.fit(log, options, kernels).save(folder.resolve("pump.safetensors"));

    Detector detector = Detector.load(folder.resolve("pump.safetensors"), kernels);
    double[] scores = detector.scores(log);
    Labels faults = log.labels().orElseThrow();
    int flagged = 0;
    int found = 0;
    int named = 0;
    int oddest = 0;
    for (int i = 0; i < scores.length; i++) {
      oddest = scores[i] > scores[oddest] ? i : oddest;
      if (scores[i] > detector.threshold()) {
        flagged++;
        found += faults.name(i).equals("none") ? 0 : 1;
        named += detector.explain(log, i, 1).getFirst().column().equals(faults.name(i)) ? 1 : 0;
      }
    }
    System.out.printf("rows flagged: %d%n", flagged);
    System.out.printf("faulty rows among them: %d%n", found);
    System.out.printf("with the right column named: %d%n", named);

    Contribution why = detector.explain(log, oddest, 1).getFirst();
    System.out.printf(
        "the oddest is row %d: its %s is %s, where the others let expect %s%n",
        oddest + 1, why.column(), why.seen(), why.expected());
  }

  private static List<String> pumpLog() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    lines.add("speed,valve," + String.join(",", GAUGES) + ",fault");
    for (int i = 0; i < ROWS; i++) {
      double speed = random.nextDouble(0.4, 1);
      double valve = random.nextDouble(0.2, 1);
      double[] gauges = healthy(speed, valve);
      String fault = "none";
      if (i % FAULT_EVERY == FAULT_EVERY / 2) {
        int broken = random.nextInt(gauges.length);
        // Stuck at what it showed when the pump ran fast, or slowly.
        gauges[broken] = (speed < 0.7 ? healthy(0.95, 0.9) : healthy(0.45, 0.3))[broken];
        fault = GAUGES.get(broken);
      }
      StringBuilder line =
          new StringBuilder(cell(3000 * speed)).append(',').append(cell(100 * valve));
      Arrays.stream(gauges)
          .map(gauge -> gauge * (1 + 0.01 * random.nextGaussian()))
          .forEach(gauge -> line.append(',').append(cell(gauge)));
      lines.add(line.append(',').append(fault).toString());
    }
    return lines;
  }

  /** What the gauges of a healthy pump show. */
  private static double[] healthy(double speed, double valve) {
    double flow = 60 * speed * valve;
    double pressure = 8 * speed * speed * (1.2 - 0.7 * valve * valve);
    double power = 2 + 0.05 * flow * pressure;
    double temperature = 20 + 25 * speed + 0.6 * power * (1.2 - valve);
    double vibration = 0.5 + 3 * speed * speed * speed + 1.5 * (1 - valve) * speed;
    return new double[] {flow, pressure, power, temperature, vibration};
  }

  private static String cell(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
