package dev.hourglass.tasks.anomaly.measure;

import dev.hourglass.autoencoder.pca.PrincipalComponents;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Mahalanobis distance from the bulk of the rows, in their joint covariance.
 *
 * <p>Where anomalies may be among the rows, they are taken away in rounds: the covariance of the
 * nearer share says which rows are the nearer ones in the next round (the concentration steps of
 * Rousseeuw and Van Driessen 1999, begun at all rows).
 *
 * @param means of the features
 * @param whitening {@code [features][directions]}: what a centred row is multiplied by to have unit
 *     variance in every direction
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
public record JointDistance(float[] means, float[][] whitening) implements Scorer {
  /** Directions of less variance than this share of the mean one are taken to have as much. */
  private static final double FLOOR = 1e-3;

  /**
   * Fits.
   *
   * @param rows {@code [rows][features]}
   * @param rounds of taking away, 0 for none
   * @param kept the share of rows that each round keeps
   * @param kernels that compute covariances
   */
  public static JointDistance of(float[][] rows, int rounds, double kept, Kernels kernels) {
    boolean[] inside = new boolean[rows.length];
    Arrays.fill(inside, true);
    JointDistance fitted = fit(rows, inside, kernels);
    int keep = Math.min(rows.length, Math.max((int) (kept * rows.length), 2 * rows[0].length));
    for (int round = 0; round < rounds; round++) {
      double[] distances = new double[rows.length];
      JointDistance current = fitted;
      Arrays.parallelSetAll(distances, i -> current.of(rows[i], true));
      double[] ascending = distances.clone();
      Arrays.sort(ascending);
      for (int i = 0; i < inside.length; i++) {
        inside[i] = distances[i] <= ascending[keep - 1];
      }
      fitted = fit(rows, inside, kernels);
    }
    return fitted;
  }

  private static JointDistance fit(float[][] rows, boolean[] inside, Kernels kernels) {
    float[][] chosen =
        IntStream.range(0, rows.length)
            .filter(i -> inside[i])
            .mapToObj(i -> rows[i])
            .toArray(float[][]::new);
    int features = rows[0].length;
    PrincipalComponents components = PrincipalComponents.of(Dataset.of(chosen), features, kernels);
    double floor = Math.max(1e-12, FLOOR * components.totalVariance() / features);
    float[][] whitening = new float[features][features];
    for (int k = 0; k < features; k++) {
      double deviation = Math.sqrt(components.variances()[k] + floor);
      for (int f = 0; f < features; f++) {
        whitening[f][k] = (float) (components.directions().get(k, f) / deviation);
      }
    }
    return new JointDistance(components.mean().row(0), whitening);
  }

  @Override
  public double of(float[] row, boolean isFitted) {
    float[] projected = new float[whitening[0].length];
    for (int f = 0; f < means.length; f++) {
      addScaled(row[f] - means[f], whitening[f], projected);
    }
    double sum = 0;
    for (float value : projected) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static void addScaled(float factor, float[] direction, float[] sums) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] += factor * direction[k];
    }
  }
}
