package dev.hourglass.tasks.generate;

import dev.hourglass.data.dataset.Dataset;

/** How features go together. */
final class Correlations {
  private Correlations() {}

  /**
   * The mean over all pairs of features of how much their correlations differ; a feature that does
   * not vary correlates with nothing.
   */
  static double meanDifference(Dataset one, Dataset other) {
    double[][] a = of(one);
    double[][] b = of(other);
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += Math.abs(a[i][j] - b[i][j]);
        pairs++;
      }
    }
    return sum / pairs;
  }

  private static double[][] of(Dataset samples) {
    float[][] rows = samples.rows();
    int features = samples.features();
    double[] means = new double[features];
    for (float[] row : rows) {
      for (int f = 0; f < features; f++) {
        means[f] += row[f] / rows.length;
      }
    }
    double[][] products = new double[features][features];
    for (float[] row : rows) {
      for (int i = 0; i < features; i++) {
        double centred = row[i] - means[i];
        for (int j = 0; j <= i; j++) {
          products[i][j] += centred * (row[j] - means[j]);
        }
      }
    }
    double[][] correlations = new double[features][features];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < i; j++) {
        double scale = Math.sqrt(products[i][i] * products[j][j]);
        correlations[i][j] = scale > 0 ? products[i][j] / scale : 0;
      }
    }
    return correlations;
  }
}
