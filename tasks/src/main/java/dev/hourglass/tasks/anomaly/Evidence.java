package dev.hourglass.tasks.anomaly;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.measure.IsolationForest;
import dev.hourglass.tasks.anomaly.measure.JointDistance;
import dev.hourglass.tasks.anomaly.measure.Measure;
import dev.hourglass.tasks.anomaly.measure.NeighbourDistance;
import dev.hourglass.tasks.anomaly.measure.Scorer;
import dev.hourglass.tasks.anomaly.measure.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All that tells of a row how odd it is: a denoiser and the measures over what it and the row's own
 * features say. The score is the weighted mean of their surprises, in nats.
 *
 * @param denoiser the autoencoder
 * @param measures the parts of the score, at least one
 */
record Evidence(Denoiser denoiser, List<Measure> measures) {
  private static final int TREES = 100;
  private static final int ROWS_OF_A_TREE = 256;
  private static final int ROUNDS = 3;
  private static final double KEPT = 0.75;

  /** More rows than this say no more of how scores are spread. */
  private static final int MOST_SCALED = 4_096;

  Evidence {
    measures = List.copyOf(measures);
  }

  /**
   * Fits the measures of a regime.
   *
   * @param rows prepared, that the denoiser was trained on
   */
  static Evidence of(Regime regime, Denoiser denoiser, float[][] rows, long seed) {
    Kernels kernels = denoiser.autoencoder().kernels();
    float[][] repairs = denoiser.look(rows);
    Fitting fitting = new Fitting(rows, repairs, seed);
    switch (regime) {
      case NORMAL -> {
        fitting.add("neighbours", View.INPUT, r -> NeighbourDistance.of(r, 4, 1024, 1, seed), 3);
        fitting.add("repair", View.REPAIR, r -> NeighbourDistance.of(r, 2, 512, 1, seed), 1);
      }
      case ALL -> {
        fitting.add(
            "forest", View.INPUT, r -> IsolationForest.fit(r, TREES, ROWS_OF_A_TREE, seed), 1);
        fitting.add("neighbours", View.INPUT, r -> NeighbourDistance.of(r, 2, 512, 12, seed), 1);
        fitting.add("repair", View.REPAIR, r -> JointDistance.of(r, ROUNDS, KEPT, kernels), 1);
      }
    }
    return new Evidence(denoiser, fitting.measures);
  }

  /** Fits one measure after the other on rows. */
  private record Fitting(float[][] rows, float[][] repairs, int[] scaled, List<Measure> measures) {
    Fitting(float[][] rows, float[][] repairs, long seed) {
      this(
          rows,
          repairs,
          NeighbourDistance.drawn(rows.length, MOST_SCALED, seed),
          new ArrayList<>());
    }

    void add(String name, View view, Function<float[][], Scorer> fit, double weight) {
      float[][] seen = view.of(rows, repairs);
      float[][] some = Arrays.stream(scaled).mapToObj(i -> seen[i]).toArray(float[][]::new);
      measures.add(Measure.of(name, view, fit.apply(seen), weight, some));
    }
  }

  /** The scores of prepared rows. */
  double[] scores(float[][] rows, boolean isFitted) {
    float[][] repairs = denoiser.look(rows);
    double[] sums = new double[rows.length];
    double weights = 0;
    for (Measure measure : measures) {
      double[] surprises = measure.surprises(measure.view().of(rows, repairs), isFitted);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += measure.weight() * surprises[i];
      }
      weights += measure.weight();
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= weights;
    }
    return sums;
  }

  /** Every measure's surprises by its name, for reports that show them apart. */
  Map<String, double[]> parts(float[][] rows, boolean isFitted) {
    float[][] repairs = denoiser.look(rows);
    Map<String, double[]> parts = new LinkedHashMap<>();
    for (Measure measure : measures) {
      parts.put(measure.name(), measure.surprises(measure.view().of(rows, repairs), isFitted));
    }
    return parts;
  }
}
