package dev.hourglass.bench.quality;

import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The program behind {@code bench/precision}. */
public final class PrecisionReport {

  private static final List<PrecisionChoice> PRECISIONS =
      List.of(PrecisionChoice.FLOAT32, PrecisionChoice.BFLOAT16);

  private static final List<String> HEAD =
      List.of(
          "variant",
          "figure",
          "float32",
          "bfloat16",
          "difference",
          "in deviations",
          "verdict",
          "train s, f32",
          "train s, bf16");

  private final Options options;
  private final Dataset train;
  private final Dataset test;
  private final long start = System.nanoTime();

  private PrecisionReport(Options options, Dataset train, Dataset test) {
    this.options = options;
    this.train = train;
    this.test = test;
  }

  /**
   * Trains and compares.
   *
   * @param args {@code --epochs N}, {@code --seeds N}, {@code --variants NAME,NAME}, {@code --data
   *     FOLDER}
   */
  public static void main(String[] args) throws IOException {
    System.exit(run(args));
  }

  private static int run(String[] args) throws IOException {
    try {
      Options options = Options.parse(args);
      Dataset train = read(options.data().resolve("train-images-idx3-ubyte.gz"));
      Dataset test = read(options.data().resolve("t10k-images-idx3-ubyte.gz"));
      String report = new PrecisionReport(options, train, test).text();
      System.out.print(report);
      Files.createDirectories(options.keep().toAbsolutePath().getParent());
      Files.writeString(options.keep(), report);
      System.err.println("bench: kept in " + options.keep());
      return 0;
    } catch (IllegalArgumentException | DataException e) {
      System.err.println("bench: " + e.getMessage());
      return 2;
    }
  }

  private static Dataset read(Path path) {
    return switch (DataReader.read(path, ReadOptions.defaults())) {
      case RawData.Array numbers -> numbers.samples();
      case RawData other ->
          throw new IllegalArgumentException(
              path + ": expected images, but found " + other.getClass().getSimpleName());
    };
  }

  private String text() {
    List<Candidate> candidates = options.choose(Candidate.all(train.shape()));
    List<List<String>> rows = new ArrayList<>();
    Map<Verdict, Integer> verdicts = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Map<PrecisionChoice, List<Trained>> trained = train(candidate);
      List<Trained> float32 = trained.get(PrecisionChoice.FLOAT32);
      List<Trained> bfloat16 = trained.get(PrecisionChoice.BFLOAT16);
      for (int f = 0; f < candidate.criteria().size(); f++) {
        Criterion criterion = candidate.criteria().get(f);
        int index = f;
        Spread one = spread(float32, t -> t.figures[index]);
        Spread other = spread(bfloat16, t -> t.figures[index]);
        Verdict verdict = Verdict.of(criterion, one, other);
        verdicts.merge(verdict, 1, Integer::sum);
        rows.add(row(candidate, criterion, one, other, verdict, float32, bfloat16, f == 0));
      }
    }
    StringBuilder text = new StringBuilder(MarkdownTable.aligned(HEAD, rows, 2)).append('\n');
    verdicts.forEach(
        (verdict, count) ->
            text.append("%d of %d figures: %s.%n".formatted(count, rows.size(), verdict.text())));
    text.append(
        String.format(
            Locale.ROOT,
            "%nEach figure is the mean over %d seed(s) ± their standard deviation, on %,d test"
                + " images, measured in float32%nafter training on %,d images in either precision."
                + " Within the spread: the means differ by no more than %.0f%nstandard deviations"
                + " (pooled over both precisions). Epochs: %s.%nBy %s, %d workers, in %.0f s"
                + " altogether.%n",
            options.seeds(),
            test.size(),
            train.size(),
            Verdict.DEVIATIONS,
            epochs(candidates),
            KernelLadder.climb(KernelChoice.AUTO).name(),
            Training.defaults().workers(),
            seconds()));
    if (!KernelLadder.climb(KernelChoice.AUTO).multipliesBfloat16InHardware()) {
      text.append("This processor has no bfloat16 products in hardware: they are emulated.\n");
    }
    return text.toString();
  }

  private static String epochs(List<Candidate> candidates) {
    Map<Integer, List<String>> byEpochs = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      byEpochs
          .computeIfAbsent(candidate.variant().training().epochs(), _ -> new ArrayList<>())
          .add(candidate.variant().name());
    }
    List<String> parts = new ArrayList<>();
    byEpochs.forEach((epochs, names) -> parts.add(epochs + " for " + String.join(", ", names)));
    return String.join("; ", parts);
  }

  /** One training: its figures in the candidate's order, and how long it took. */
  @SuppressWarnings("ArrayRecordComponent") // Read at once and never compared.
  private record Trained(double[] figures, double seconds) {}

  /** Precisions alternate, so that a machine that slows down slows both. */
  private Map<PrecisionChoice, List<Trained>> train(Candidate candidate) {
    Map<PrecisionChoice, List<Trained>> all = new LinkedHashMap<>();
    PRECISIONS.forEach(precision -> all.put(precision, new ArrayList<>()));
    for (int seed = 1; seed <= options.seeds(); seed++) {
      for (PrecisionChoice precision : PRECISIONS) {
        Trained trained = train(candidate, seed, precision);
        all.get(precision).add(trained);
        System.err.printf(
            Locale.ROOT,
            "bench: %4.0f s  %s, seed %d, %s: %s%n",
            seconds(),
            candidate.variant().name(),
            seed,
            precision.label(),
            summary(candidate, trained));
      }
    }
    return all;
  }

  private Trained train(Candidate candidate, int seed, PrecisionChoice precision) {
    Training training = candidate.variant().training().withSeed(seed).withPrecision(precision);
    double[] figures = new double[candidate.criteria().size()];
    long begun = System.nanoTime();
    try {
      TrainingResult result =
          new Trainer(training, KernelLadder.climb(KernelChoice.AUTO))
              .train(candidate.variant().blueprint(), train);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Autoencoder model = result.autoencoder();
      for (int f = 0; f < figures.length; f++) {
        figures[f] = candidate.criteria().get(f).measure().of(model, test);
      }
      return new Trained(figures, seconds);
    } catch (DivergedException e) {
      System.err.println("bench: " + e.getMessage());
      Arrays.fill(figures, Double.NaN);
      return new Trained(figures, (System.nanoTime() - begun) / 1e9);
    }
  }

  private static String summary(Candidate candidate, Trained trained) {
    List<String> parts = new ArrayList<>();
    for (int f = 0; f < trained.figures.length; f++) {
      parts.add(candidate.criteria().get(f).name() + " " + number(trained.figures[f]));
    }
    return String.join(", ", parts);
  }

  private static List<String> row(
      Candidate candidate,
      Criterion criterion,
      Spread float32,
      Spread bfloat16,
      Verdict verdict,
      List<Trained> float32Runs,
      List<Trained> bfloat16Runs,
      boolean first) {
    double difference = bfloat16.mean() - float32.mean();
    double deviations = difference / float32.pooled(bfloat16);
    return List.of(
        candidate.variant().name(),
        criterion.name(),
        text(float32),
        text(bfloat16),
        difference == 0
            ? "0"
            : String.format(Locale.ROOT, "%+.1f%%", 100 * difference / Math.abs(float32.mean())),
        Double.isFinite(deviations) ? String.format(Locale.ROOT, "%+.1f", deviations) : "",
        verdict.text(),
        first
            ? String.format(Locale.ROOT, "%.1f", spread(float32Runs, Trained::seconds).mean())
            : "",
        first
            ? String.format(Locale.ROOT, "%.1f", spread(bfloat16Runs, Trained::seconds).mean())
            : "");
  }

  private static Spread spread(List<Trained> runs, Function<Trained, Double> value) {
    return Spread.of(runs.stream().mapToDouble(value::apply).toArray());
  }

  private static String text(Spread spread) {
    return Double.isNaN(spread.deviation())
        ? number(spread.mean())
        : number(spread.mean()) + " ± " + deviation(spread);
  }

  /** Two digits that matter. */
  private static String deviation(Spread spread) {
    double deviation = spread.deviation();
    int digits = deviation == 0 ? 0 : Math.clamp(1 - (int) Math.floor(Math.log10(deviation)), 0, 9);
    return String.format(Locale.ROOT, "%." + digits + "f", deviation);
  }

  /** Four digits that matter, and no exponent for the sizes that occur. */
  private static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : size >= 1 ? "%.3f" : "%.5f";
    return String.format(Locale.ROOT, format, value);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
