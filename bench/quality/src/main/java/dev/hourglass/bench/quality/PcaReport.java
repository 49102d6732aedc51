package dev.hourglass.bench.quality;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.HeldOut;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.PreparedSplit;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.coder.Pca;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The default model beside PCA of the same size, on samples that neither has seen.
 *
 * <p>Every argument is a set: {@code DATA}, {@code DATA,test=OTHER}, {@code ,code=N}, {@code
 * ,label=COLUMN}, in any order; a folder of CSV files is a set each. Where there is no test set a
 * quarter of the samples is one. {@code --seeds N} trainings a set, 3 unless said.
 */
public final class PcaReport {
  private static final double TEST_SHARE = 0.25;
  private static final List<String> HEAD =
      List.of("data", "samples", "code", "PCA", "Hourglass", "± seeds", "of PCA's", "epoch", "s");

  private final Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
  private final int seeds;

  private PcaReport(int seeds) {
    this.seeds = seeds;
  }

  /**
   * A set.
   *
   * @param code units, where it is not the default
   */
  private record DataSet(
      String source, Optional<String> test, Optional<Integer> code, Optional<String> label) {
    static DataSet parse(String argument) {
      String[] parts = argument.split(",");
      Optional<String> test = Optional.empty();
      Optional<Integer> code = Optional.empty();
      Optional<String> label = Optional.empty();
      for (String part : Arrays.asList(parts).subList(1, parts.length)) {
        String value = part.substring(part.indexOf('=') + 1);
        switch (part.substring(0, Math.max(0, part.indexOf('=')))) {
          case "test" -> test = Optional.of(value);
          case "code" -> code = Optional.of(Integer.parseInt(value));
          case "label" -> label = Optional.of(value);
          default ->
              throw new IllegalArgumentException(
                  "expected DATA,test=OTHER,code=N,label=COLUMN, but was '" + argument + "'");
        }
      }
      return new DataSet(parts[0], test, code, label);
    }

    /** Itself, or every table of a folder of tables. */
    Stream<DataSet> each() {
      Path folder = Path.of(source);
      if (!Files.isDirectory(folder)) {
        return Stream.of(this);
      }
      try (Stream<Path> files = Files.list(folder)) {
        List<DataSet> tables =
            files
                .filter(file -> file.toString().endsWith(".csv"))
                .sorted()
                .map(file -> new DataSet(file.toString(), test, code, label))
                .toList();
        return tables.isEmpty() ? Stream.of(this) : tables.stream();
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot list " + folder, e);
      }
    }
  }

  /** Prints a line as soon as it is known, and the table in the end. */
  public static void main(String[] arguments) {
    List<String> sets = new ArrayList<>(Arrays.asList(arguments));
    int seeds = 3;
    int at = sets.indexOf("--seeds");
    if (at >= 0 && at + 1 < sets.size()) {
      seeds = Integer.parseInt(sets.get(at + 1));
      sets.subList(at, at + 2).clear();
    }
    PcaReport report = new PcaReport(seeds);
    List<List<String>> rows = new ArrayList<>();
    sets.stream()
        .map(DataSet::parse)
        .flatMap(DataSet::each)
        .forEach(
            set -> {
              List<String> row = report.row(set);
              System.err.println(String.join("  ", row));
              rows.add(row);
            });
    System.out.println(MarkdownTable.aligned(HEAD, rows, 1));
  }

  private List<String> row(DataSet set) {
    ReadOptions reading = ReadOptions.defaults();
    if (set.label.isPresent()) {
      reading = reading.withLabel(set.label.get());
    }
    ReadOptions same = reading;
    HeldOut test =
        set.test
            .map(other -> (HeldOut) new HeldOut.Data(other, same))
            .orElseGet(() -> HeldOut.share(TEST_SHARE, 1));
    PreparedSplit split =
        PreparedSplit.read(
            set.source, reading, PreparationOptions.defaults(), HeldOut.none(), test);
    Dataset training = split.training();
    Dataset unseen = split.test().orElseThrow();
    PresetChanges none = PresetChanges.none();
    PresetChanges changes =
        new PresetChanges(
            none.layers(),
            none.weights(),
            new PresetChanges.CodeChanges(
                set.code, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            none.goal(),
            none.prior());
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(training.shape(), changes);
    double pca = pcaError(training, unseen, blueprint.codeSize());
    double[] errors = new double[seeds];
    List<String> epochs = new ArrayList<>();
    long begun = System.nanoTime();
    for (int seed = 1; seed <= seeds; seed++) {
      Training how =
          Preset.UNDERCOMPLETE
              .training(TrainingChanges.none(), blueprint, training.size())
              .withSeed(seed);
      TrainingResult result = new Trainer(how, kernels).train(blueprint, training);
      epochs.add(Integer.toString(result.bestEpoch()));
      errors[seed - 1] =
          Arrays.stream(result.autoencoder().reconstructionErrors(unseen)).average().orElseThrow();
    }
    double seconds = (System.nanoTime() - begun) / 1e9 / seeds;
    Spread spread = Spread.of(errors);
    return List.of(
        Path.of(set.source).getFileName().toString(),
        Integer.toString(training.size()),
        Integer.toString(blueprint.codeSize()),
        figure(pca),
        figure(spread.mean()),
        figure(spread.deviation()),
        String.format(Locale.ROOT, "%.0f%%", 100 * spread.mean() / pca),
        String.join(" ", epochs),
        String.format(Locale.ROOT, "%.1f", seconds));
  }

  private double pcaError(Dataset training, Dataset unseen, int size) {
    Pca pca = Pca.fit(training, size, kernels);
    var rebuilt = pca.reconstruct(unseen);
    double sum = 0;
    for (int r = 0; r < unseen.size(); r++) {
      float[] row = unseen.row(r);
      for (int f = 0; f < row.length; f++) {
        double error = rebuilt.get(r, f) - row[f];
        sum += error * error;
      }
    }
    return sum / unseen.size() / unseen.features();
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
