package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.anomaly.measure.IsolationForest;
import dev.hourglass.tasks.anomaly.measure.JointDistance;
import dev.hourglass.tasks.anomaly.measure.Measure;
import dev.hourglass.tasks.anomaly.measure.NeighbourDistance;
import dev.hourglass.tasks.anomaly.measure.Scorer;
import dev.hourglass.tasks.anomaly.measure.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The classics beside a detector, fitted on those of its fitted rows that its model keeps for its
 * neighbours: so they see the same features, and no more rows than it needs in use.
 */
final class Baselines {
  private static final int TREES = 100;
  private static final int ROWS_OF_A_TREE = 256;
  private static final int NEIGHBOURS = 5;
  private static final long SEED = 0;

  private Baselines() {}

  /** Scores of rows by each, higher is odder; none where a model keeps no rows. */
  static Map<String, double[]> scores(
      Detector detector, List<Measure> measures, RawData.Table table) {
    Kernels kernels = detector.model().autoencoder().kernels();
    float[][] fitted = kept(measures);
    Map<String, double[]> scores = new LinkedHashMap<>();
    if (fitted.length == 0) {
      return scores;
    }
    Map<String, Scorer> scorers = new LinkedHashMap<>();
    scorers.put("isolationForest", IsolationForest.fit(fitted, TREES, ROWS_OF_A_TREE, SEED));
    scorers.put(
        "nearestNeighbours", NeighbourDistance.of(fitted, 1, fitted.length, NEIGHBOURS, SEED));
    scorers.put("pca", JointDistance.of(fitted, 0, 1, kernels));
    Tensor rows = TensorSamples.copyOf(detector.model().preparation().apply(table));
    scorers.forEach(
        (name, scorer) -> {
          double[] ofRows = new double[rows.rows()];
          scorer.open(kernels).score(rows, ofRows.length, ofRows);
          scores.put(name, ofRows);
        });
    return scores;
  }

  private static float[][] kept(List<Measure> measures) {
    List<float[]> rows = new ArrayList<>();
    for (Measure measure : measures) {
      if (measure.view() == View.INPUT && measure.scorer() instanceof NeighbourDistance kept) {
        int features = kept.columns().length / kept.samples();
        for (int sample = 0; sample < kept.samples(); sample++) {
          for (int i = 0; i < kept.columns()[0].length; i++) {
            float[] row = new float[features];
            for (int f = 0; f < features; f++) {
              row[f] = kept.columns()[sample * features + f][i];
            }
            rows.add(row);
          }
        }
      }
    }
    return rows.toArray(float[][]::new);
  }
}
