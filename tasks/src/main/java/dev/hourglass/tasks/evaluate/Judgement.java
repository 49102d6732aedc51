package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.coder.Pca;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a model is worth beside the two that need no training: the mean of the samples, and PCA of
 * the same size.
 *
 * @param mse the model's squared error per feature
 * @param meanMse that of putting out the training samples' mean
 * @param pcaMse that of PCA with as many numbers; empty where a code has as many as a sample, or a
 *     sample too many for a quick PCA
 * @param random what the units tell, where the code is random
 * @param remarks in plain words, each with what to try; empty where there is nothing to say
 */
public record Judgement(
    double mse,
    double meanMse,
    OptionalDouble pcaMse,
    Optional<RandomCode> random,
    List<String> remarks) {
  /** PCA is better only where it is so by more than the digits that are printed. */
  private static final double CLEARLY = 1.01;

  /** An error below this share of the mean's is what single precision leaves of none. */
  private static final double ROUNDING = 1e-9;

  /** A model has learnt something when its error is below this share of the mean's. */
  private static final double LEARNT = 0.98;

  /** Samples enough for a PCA, and for an error. */
  private static final int SAMPLES = 10_000;

  /** Features of a sample beyond which PCA takes more than a few seconds. */
  private static final int MOST_FEATURES = 4096;

  public Judgement {
    remarks = List.copyOf(remarks);
  }

  /**
   * Judges a model.
   *
   * @param training what it learnt from; baselines learn from as much as {@value #SAMPLES} of it
   * @param judged what all are judged by
   */
  public static Judgement of(Autoencoder model, Dataset training, Dataset judged) {
    Dataset some = judged.subset(RowOrder.spread(judged.size(), SAMPLES));
    Dataset shown = training.subset(RowOrder.spread(training.size(), SAMPLES));
    double mse = ReconstructionError.of(Coder.of(model), some, some).mse();
    double meanMse = MeanSample.of(shown, some).error();
    OptionalDouble pcaMse = pca(model, shown, some);
    Optional<RandomCode> random = RandomCode.of(model, some);
    return new Judgement(
        mse, meanMse, pcaMse, random, remarks(model.blueprint(), mse, meanMse, pcaMse, random));
  }

  /** The figures under the names that {@code hourglass train --json} prints. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("judgedMse", mse);
    map.put("meanMse", meanMse);
    pcaMse.ifPresent(value -> map.put("pcaMse", value));
    random.ifPresent(
        code -> {
          map.put("klPerUnit", Arrays.stream(code.divergence()).boxed().toList());
          map.put("kl", code.totalDivergence());
          map.put("activeUnits", code.activeUnits());
          map.put("collapsed", code.isCollapsed());
        });
    map.put("remarks", remarks);
    return map;
  }

  private static OptionalDouble pca(Autoencoder model, Dataset shown, Dataset some) {
    int size =
        model.blueprint().bottleneck() instanceof Bottleneck.TopK(int k) ? k : model.codeSize();
    return size < model.features() && model.features() <= MOST_FEATURES && shown.size() > 1
        ? OptionalDouble.of(
            ReconstructionError.of(Pca.fit(shown, size, model.kernels()), some, some).mse())
        : OptionalDouble.empty();
  }

  private static List<String> remarks(
      Blueprint blueprint,
      double mse,
      double meanMse,
      OptionalDouble pcaMse,
      Optional<RandomCode> random) {
    List<String> remarks = new ArrayList<>();
    boolean collapsed = random.isPresent() && random.get().isCollapsed();
    if (collapsed) {
      remarks.add(collapsed(random.get()));
    }
    if (mse >= LEARNT * meanMse) {
      remarks.add(
          meanMse == 0
              ? "the samples are all the same: there is nothing to learn"
              : "the model is no better than the mean of the samples: its mse is %s, the mean's %s; %s"
                  .formatted(figure(mse), figure(meanMse), advice(blueprint)));
    } else if (pcaMse.isPresent()
        && mse > CLEARLY * pcaMse.getAsDouble()
        && mse > ROUNDING * meanMse) {
      remarks.add(
          "PCA of the same size is better: its mse is %s, the model's %s (the mean's %s); %s"
              .formatted(
                  figure(pcaMse.getAsDouble()), figure(mse), figure(meanMse), advice(blueprint)));
    }
    return remarks;
  }

  /** What is said of a random code that says nothing. */
  static String collapsed(RandomCode code) {
    return ("the code has collapsed: none of its %d units varies with the sample (%s nats in all),"
            + " so that every sample is rebuilt alike; try option 'free-bits' = 0.1, option"
            + " 'beta' = 0.1, or option 'likelihood' = gaussian-shared-variance")
        .formatted(code.units(), figure(code.totalDivergence()));
  }

  private static String advice(Blueprint blueprint) {
    List<String> ways = new ArrayList<>();
    if (blueprint.corruption().isPresent()) {
      ways.add("less corruption");
    }
    for (Penalty penalty : blueprint.penalties()) {
      switch (penalty) {
        case Penalty.L1 _, Penalty.KlSparsity _ ->
            ways.add("a smaller weight in option 'sparsity'");
        case Penalty.Contractive _ -> ways.add("a smaller option 'contractive'");
        case Penalty.WeightDecay _ -> ways.add("a smaller option 'weight-decay'");
        case Penalty.KlToPrior _ -> ways.add("a smaller option 'beta'");
        case Penalty.MeanDiscrepancy _ -> ways.add("a smaller option 'mmd'");
      }
    }
    ways.add("more epochs (option 'epochs')");
    ways.add("a smaller or larger option 'learning-rate'");
    ways.add("wider layers (option 'hidden')");
    return "try " + String.join(", ", ways.subList(0, ways.size() - 1)) + " or " + ways.getLast();
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
