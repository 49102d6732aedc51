package dev.hourglass.tasks.anomaly.measure;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

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
   */
  public static JointDistance of(float[][] rows, int rounds, double kept) {
    boolean[] inside = new boolean[rows.length];
    Arrays.fill(inside, true);
    JointDistance fitted = fit(rows, inside);
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
      fitted = fit(rows, inside);
    }
    return fitted;
  }

  private static JointDistance fit(float[][] rows, boolean[] inside) {
    int features = rows[0].length;
    double[] means = new double[features];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (inside[i]) {
        count++;
        for (int f = 0; f < features; f++) {
          means[f] += rows[i][f];
        }
      }
    }
    for (int f = 0; f < features; f++) {
      means[f] /= count;
    }
    DMatrixRMaj covariance = new DMatrixRMaj(features, features);
    double[] centred = new double[features];
    for (int i = 0; i < rows.length; i++) {
      if (inside[i]) {
        for (int f = 0; f < features; f++) {
          centred[f] = rows[i][f] - means[f];
        }
        for (int f = 0; f < features; f++) {
          double value = centred[f];
          int at = f * features;
          for (int g = 0; g < features; g++) {
            covariance.data[at + g] += value * centred[g];
          }
        }
      }
    }
    for (int i = 0; i < covariance.data.length; i++) {
      covariance.data[i] /= count;
    }
    return new JointDistance(floats(means), whitening(covariance));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static float[][] whitening(DMatrixRMaj covariance) {
    int size = covariance.numRows;
    double trace = 0;
    for (int f = 0; f < size; f++) {
      trace += covariance.get(f, f);
    }
    double floor = Math.max(1e-12, FLOOR * trace / size);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(covariance)) {
      throw new ArithmeticException(
          "the eigenvalues of a %d×%d covariance did not converge".formatted(size, size));
    }
    float[][] whitening = new float[size][size];
    for (int k = 0; k < size; k++) {
      double deviation = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()) + floor);
      double[] direction = eigen.getEigenVector(k).getData();
      for (int f = 0; f < size; f++) {
        whitening[f][k] = (float) (direction[f] / deviation);
      }
    }
    return whitening;
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
