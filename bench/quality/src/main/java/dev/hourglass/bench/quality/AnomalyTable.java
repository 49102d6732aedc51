package dev.hourglass.bench.quality;

import dev.hourglass.base.Json;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.AnomalyLabels;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorEvaluation;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Ranking;
import dev.hourglass.tasks.anomaly.Regime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Detectors at their defaults on every labelled table of a folder, in both regimes. */
public final class AnomalyTable {
  private static final String SCORE = "score";
  private static final String ERROR = "error alone";
  private static final String PRECISION = "average precision";

  private final AnomalyOptions options;
  private final Kernels kernels;

  private AnomalyTable(AnomalyOptions options, Kernels kernels) {
    this.options = options;
    this.kernels = kernels;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    AnomalyOptions options;
    try {
      options = AnomalyOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("bench/anomaly: " + e.getMessage());
      System.exit(2);
      return;
    }
    new AnomalyTable(options, KernelLadder.climb(KernelChoice.AUTO)).run();
  }

  private void run() throws IOException {
    List<Path> sets;
    try (Stream<Path> files = Files.list(options.folder())) {
      sets = files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
    if (sets.isEmpty()) {
      System.err.println("bench/anomaly: there is no .csv in " + options.folder());
      System.exit(1);
    }
    // Regime, set, figure.
    Map<Regime, Map<String, Map<String, Double>>> all = new LinkedHashMap<>();
    for (Regime regime : options.regimes()) {
      Map<String, Map<String, Double>> ofSets = new LinkedHashMap<>();
      for (Path set : sets) {
        String name = set.getFileName().toString().replaceFirst("\\.csv$", "");
        ofSets.put(name, measured(set, regime));
        System.err.printf(
            Locale.ROOT, "%s %s: %.4f%n", regime.text(), name, ofSets.get(name).get(SCORE));
      }
      all.put(regime, ofSets);
    }
    if (options.json()) {
      System.out.println(Json.text(object(all)));
    } else {
      all.forEach((regime, ofSets) -> System.out.println(table(regime, ofSets)));
    }
  }

  /** A set's figures, each the mean over the seeds. */
  private Map<String, Double> measured(Path set, Regime regime) {
    RawData raw =
        DataReader.read(set.toString(), ReadOptions.defaults().withLabel(options.label()));
    AnomalyLabels labels = AnomalyLabels.of(raw, options.normal());
    Map<String, Double> sums = new LinkedHashMap<>();
    for (int seed = 0; seed < options.seeds(); seed++) {
      Split split = regime == Regime.ALL ? Split.all(raw) : Split.ofNormal(raw, labels, seed);
      DetectorOptions fitting =
          DetectorOptions.of(regime)
              .withNormal(labels.normal())
              .withSeed(seed)
              .withTails(options.tails());
      Detector detector = Detector.fit(split.fitted, fitting, kernels);
      DetectorEvaluation evaluation =
          DetectorEvaluation.of(detector, split.scored, Optional.of(labels.normal()));
      add(sums, SCORE, evaluation.ranking().rocAuc());
      add(sums, PRECISION, evaluation.ranking().averagePrecision());
      add(sums, ERROR, evaluation.autoencoder().rocAuc());
      detector
          .parts(split.scored)
          .forEach(
              (part, scores) ->
                  add(sums, part, Ranking.of(scores, evaluation.labels().anomalies()).rocAuc()));
    }
    return sums;
  }

  private void add(Map<String, Double> sums, String figure, double value) {
    sums.merge(figure, value / options.seeds(), Double::sum);
  }

  /** Rows to fit and rows to score. */
  private record Split(RawData fitted, RawData scored) {
    static Split all(RawData raw) {
      return new Split(raw, raw);
    }

    static Split ofNormal(RawData raw, AnomalyLabels labels, long seed) {
      int[] normal = labels.normalRows();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = normal.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int swapped = normal[i];
        normal[i] = normal[other];
        normal[other] = swapped;
      }
      int half = normal.length / 2;
      int[] anomalies = IntStream.range(0, raw.size()).filter(i -> labels.anomalies()[i]).toArray();
      int[] scored =
          IntStream.concat(IntStream.of(normal).skip(half), IntStream.of(anomalies)).toArray();
      return new Split(raw.subset(IntStream.of(normal).limit(half).toArray()), raw.subset(scored));
    }
  }

  private static Map<String, Double> means(Map<String, Map<String, Double>> ofSets) {
    Map<String, Double> means = new LinkedHashMap<>();
    ofSets
        .values()
        .forEach(
            figures ->
                figures.forEach(
                    (figure, value) -> means.merge(figure, value / ofSets.size(), Double::sum)));
    return means;
  }

  private static Map<String, Object> object(Map<Regime, Map<String, Map<String, Double>>> all) {
    Map<String, Object> object = new LinkedHashMap<>();
    Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    all.forEach(
        (regime, ofSets) -> {
          Map<String, Double> means = means(ofSets);
          Map<String, Object> head = new LinkedHashMap<>();
          head.put("meanRocAuc", means.get(SCORE));
          head.put("meanAveragePrecision", means.get(PRECISION));
          head.put("meanRocAucOfErrorAlone", means.get(ERROR));
          means.keySet().removeAll(List.of(SCORE, PRECISION, ERROR));
          head.put("meanRocAucOfParts", means);
          object.put(regime.text(), head);
          ofSets.forEach(
              (set, figures) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("rocAuc", figures.get(SCORE));
                row.put("averagePrecision", figures.get(PRECISION));
                row.put("rocAucOfErrorAlone", figures.get(ERROR));
                rows.computeIfAbsent(set, _ -> new LinkedHashMap<>()).put(regime.text(), row);
              });
        });
    List<Map<String, Object>> list = new ArrayList<>();
    rows.forEach(
        (set, row) -> {
          Map<String, Object> named = new LinkedHashMap<>();
          named.put("set", set);
          named.putAll(row);
          list.add(named);
        });
    object.put("sets", list);
    return object;
  }

  private static String table(Regime regime, Map<String, Map<String, Double>> ofSets) {
    List<String> figures = List.copyOf(means(ofSets).keySet());
    List<String> head = new ArrayList<>(List.of(regime.text()));
    head.addAll(figures);
    List<List<String>> rows = new ArrayList<>();
    ofSets.forEach((set, values) -> rows.add(row(set, figures, values)));
    rows.add(row("mean", figures, means(ofSets)));
    return MarkdownTable.aligned(head, rows, 1);
  }

  private static List<String> row(String name, List<String> figures, Map<String, Double> values) {
    List<String> row = new ArrayList<>(List.of(name));
    figures.forEach(figure -> row.add(String.format(Locale.ROOT, "%.3f", values.get(figure))));
    return row;
  }
}
