package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.autoencoder.train.BrokenOffException;
import dev.hourglass.autoencoder.train.DivergedException;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.coder.KMeans;
import dev.hourglass.tasks.coder.Pca;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * Trains variants on the same samples, fits the classics, and measures all of them alike.
 *
 * <pre>{@code
 * ComparisonResult result = new Comparison(data, variants, ComparisonOptions.defaults())
 *     .run(ComparisonListener.SILENT);
 * new ComparisonReport(result).write(Path.of("hourglass-report/index.html"));
 * }</pre>
 */
public final class Comparison {
  private final ComparisonData data;
  private final List<Variant> variants;
  private final ComparisonOptions options;
  private final Kernels kernels;
  private final List<Classic> classics;

  /** PCA or k-means of some size, still to be fitted. */
  private record Classic(String name, ModelCard.Kind kind, int size) {}

  /**
   * Prepares a comparison.
   *
   * @param variants at least one, with different names
   * @throws IllegalArgumentException if there are no variants, two of a name, or one whose
   *     blueprint does not fit the data
   */
  public Comparison(
      ComparisonData data, List<Variant> variants, ComparisonOptions options, Kernels kernels) {
    this.kernels = kernels;
    this.data = data;
    this.variants = List.copyOf(variants);
    this.options = options;
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs at least one variant");
    }
    this.classics = options.classics() ? classics() : List.of();
    Set<String> names = new LinkedHashSet<>();
    for (Variant variant : variants) {
      if (variant.blueprint().features() != data.shape().features()) {
        throw new IllegalArgumentException(
            "variant '%s' takes %d features, but a sample here has %s"
                .formatted(variant.name(), variant.blueprint().features(), data.shape()));
      }
      requireNew(names, variant.name());
    }
    classics.forEach(classic -> requireNew(names, classic.name));
  }

  private static void requireNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "every model in a comparison has a name of its own, but there are two called '%s'"
              .formatted(name));
    }
  }

  /** The models' names in the order they take part. */
  public List<String> models() {
    List<String> names = new ArrayList<>();
    variants.forEach(v -> names.add(v.name()));
    classics.forEach(c -> names.add(c.name));
    return names;
  }

  /** Trains and measures everything, on the calling thread. */
  public ComparisonResult run(ComparisonListener listener) {
    long start = System.nanoTime();
    Measurement measurement = new Measurement(data, options, listener);
    List<ModelResult> results = new ArrayList<>();
    SequencedMap<String, String> failures = new LinkedHashMap<>();
    listener.started(models());
    int number = 0;
    for (Variant variant : variants) {
      if (listener.shouldStop()) {
        break;
      }
      listener.modelStarted(variant.name(), ++number);
      try {
        ModelResult result = train(variant, measurement, listener);
        results.add(result);
        listener.modelEnded(result);
      } catch (DivergedException | BrokenOffException e) {
        // The others are still worth comparing; the report says what became of this one.
        failures.put(variant.name(), e.getMessage());
        listener.modelFailed(variant.name(), e.getMessage());
      }
    }
    for (Classic classic : classics) {
      if (listener.shouldStop()) {
        break;
      }
      listener.modelStarted(classic.name, ++number);
      ModelResult result = fit(classic, measurement, listener);
      results.add(result);
      listener.modelEnded(result);
    }
    return new ComparisonResult(
        data, options, results, failures, measurement.examples(), setting(start));
  }

  private ModelResult train(Variant variant, Measurement measurement, ComparisonListener listener) {
    Trainer trainer =
        new Trainer(variant.training(), kernels).withListener(listener.training(variant.name()));
    TrainingResult trained =
        data.validation().size() == 0
            ? trainer.train(variant.blueprint(), data.training())
            : trainer.train(variant.blueprint(), data.training(), data.validation());
    Map<String, Object> choices = new LinkedHashMap<>();
    choices.put("blueprint", variant.blueprint().toMap());
    choices.put("training", variant.training().toMap());
    ModelCard card =
        new ModelCard(
            variant.name(),
            ModelCard.Kind.AUTOENCODER,
            variant.blueprint().summary(),
            variant.blueprint().codeSize(),
            trained.autoencoder().parameterCount(),
            trained.duration().toNanos() * 1e-9,
            choices);
    return measurement.measure(card, Coder.of(trained.autoencoder()), trained.history());
  }

  private ModelResult fit(Classic classic, Measurement measurement, ComparisonListener listener) {
    listener.measuring(classic.name, "fitting");
    long start = System.nanoTime();
    Coder coder =
        classic.kind == ModelCard.Kind.PCA
            ? Pca.fit(data.training(), classic.size, kernels)
            : KMeans.fit(data.training(), classic.size, options.seed(), kernels);
    double seconds = (System.nanoTime() - start) * 1e-9;
    int features = data.shape().features();
    ModelCard card =
        new ModelCard(
            classic.name,
            classic.kind,
            classic.kind == ModelCard.Kind.PCA
                ? features + "-" + classic.size + "-" + features + ", linear"
                : classic.size + " centroids",
            classic.size,
            coder.parameterCount(),
            seconds,
            Map.of());
    return measurement.measure(card, coder, List.of());
  }

  /** PCA of every code size there is, k-means of the most usual one. */
  private List<Classic> classics() {
    Map<Integer, Integer> uses = new LinkedHashMap<>();
    variants.forEach(v -> uses.merge(v.blueprint().codeSize(), 1, Integer::sum));
    List<Classic> fitted = new ArrayList<>();
    for (int size : new TreeSet<>(uses.keySet())) {
      if (size <= data.shape().features()) {
        fitted.add(new Classic("PCA-" + size, ModelCard.Kind.PCA, size));
      }
    }
    int usual = uses.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    int centroids = Math.min(usual, data.training().size());
    fitted.add(new Classic("k-means-" + centroids, ModelCard.Kind.KMEANS, centroids));
    return fitted;
  }

  private ComparisonResult.Setting setting(long start) {
    String machine =
        "%s processors, %s %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version());
    return new ComparisonResult.Setting(
        Version.current(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        kernels,
        machine,
        (System.nanoTime() - start) * 1e-9);
  }
}
