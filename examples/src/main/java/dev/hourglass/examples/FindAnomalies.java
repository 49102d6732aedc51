package dev.hourglass.examples;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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

  /** Runs it; the table goes to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path file = Path.of(args.length == 0 ? "target" : args[0]).resolve("pump.csv");
    Files.write(file, pumpLog());

    RawData raw = DataReader.read(file, ReadOptions.defaults().withLabel("fault"));
    Preparation preparation =
        Preparation.fit(raw, PreparationOptions.defaults().withScaling(Scaling.STANDARDIZE));
    Dataset rows = preparation.apply(raw);

    // Two numbers suffice for a healthy pump. The absolute error does not run after outliers.
    Stages hidden = Stages.of(32).withActivation(Activation.TANH);
    Blueprint blueprint =
        Preset.UNDERCOMPLETE
            .blueprint(rows.shape(), hidden, 2)
            .withLikelihood(new Likelihood.Absolute(), Activation.IDENTITY);
    Autoencoder autoencoder =
        new Trainer(Training.defaults().withEpochs(40), kernels)
            .train(blueprint, rows)
            .autoencoder();

    double[] scores = autoencoder.reconstructionErrors(rows);
    Tensor reconstructions = autoencoder.reconstruct(rows);
    List<Integer> oddest =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .limit(ROWS / FAULT_EVERY)
            .toList();

    Labels faults = rows.labels().orElseThrow();
    int found = 0;
    int named = 0;
    for (int i : oddest) {
      String suspect = suspect(preparation, rows.row(i), reconstructions.row(i));
      String truth = faults.name(i);
      found += truth.equals("none") ? 0 : 1;
      named += truth.equals(suspect) ? 1 : 0;
    }
    System.out.printf("faulty rows among the %d oddest: %d%n", oddest.size(), found);
    System.out.printf("with the right column named: %d%n", named);

    int first = oddest.getFirst();
    String suspect = suspect(preparation, rows.row(first), reconstructions.row(first));
    int column = preparation.columnNames().indexOf(suspect);
    System.out.printf(
        "the oddest is row %d: its %s is %s, where the others say about %s%n",
        first + 1,
        suspect,
        preparation.original(rows.row(first)).get(column),
        preparation.original(reconstructions.row(first)).get(column));

    // A model that is served gets one row at a time, as text.
    SequencedMap<String, String> request = new LinkedHashMap<>();
    List<String> cells = preparation.original(rows.row(first));
    for (int c = 0; c < cells.size(); c++) {
      request.put(preparation.columnNames().get(c), cells.get(c));
    }
    Dataset alone = preparation.apply(RawData.Table.row(request));
    System.out.printf(
        "asked about it alone, the score is %.3f; in the file it was %.3f%n",
        autoencoder.reconstructionErrors(alone)[0], scores[first]);
  }

  /** The column whose features together are rebuilt worst. */
  private static String suspect(Preparation preparation, float[] row, float[] reconstruction) {
    double[] errors = new double[preparation.columnNames().size()];
    int[] columnOf = preparation.columnOfFeature();
    for (int f = 0; f < row.length; f++) {
      double error = row[f] - reconstruction[f];
      errors[columnOf[f]] += error * error;
    }
    int worst =
        IntStream.range(0, errors.length)
            .boxed()
            .max(Comparator.comparingDouble(c -> errors[c]))
            .orElseThrow();
    return preparation.columnNames().get(worst);
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
