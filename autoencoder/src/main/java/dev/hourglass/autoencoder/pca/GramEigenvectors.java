package dev.hourglass.autoencoder.pca;

import dev.hourglass.engine.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;

/**
 * The leading eigenvectors of the covariance of few samples with many features, from the samples'
 * own products (Turk and Pentland 1991, "Eigenfaces for Recognition"): where u is an eigenvector of
 * X Xᵀ / n, Xᵀ u is one of Xᵀ X / n, with the same value. In double precision throughout.
 */
final class GramEigenvectors {
  /** Multiplications beyond which the other ways are no slower. */
  private static final double MOST_WORK = 2e8;

  /** Values that are a smaller share of the first are too near to rounding to divide by. */
  private static final double LEAST_SHARE = 1e-9;

  private GramEigenvectors() {}

  /** Whether samples are so few that this is the cheapest way. */
  static boolean suits(int samples, int features, int count) {
    return count <= features
        && 4L * samples <= 3L * features
        && (double) samples * samples * features <= MOST_WORK;
  }

  /**
   * The leading ones. Where the samples do not vary in as many directions, others follow that are
   * orthogonal to all before and have the value 0.
   *
   * @param centred {@code [samples][features]}, their mean taken off
   */
  static LeadingEigenvectors of(float[][] centred, int count) {
    int samples = centred.length;
    int features = centred[0].length;
    DMatrixRMaj gram = new DMatrixRMaj(samples, samples);
    for (int a = 0; a < samples; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = dot(centred[a], centred[b]) / samples;
        gram.set(a, b, dot);
        gram.set(b, a, dot);
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(gram);
    double[] values = eigen.values();
    int found = 0;
    while (found < Math.min(count, samples) && values[found] > LEAST_SHARE * values[0]) {
      found++;
    }
    Tensor vectors = Tensor.allocate(count, features);
    double[] kept = new double[count];
    for (int k = 0; k < found; k++) {
      kept[k] = values[k];
      double[] direction = new double[features];
      for (int row = 0; row < samples; row++) {
        double share = eigen.vectors()[k][row];
        for (int f = 0; f < features; f++) {
          direction[f] += share * centred[row][f];
        }
      }
      double length = Math.sqrt(values[k] * samples);
      for (int f = 0; f < features; f++) {
        vectors.set(k, f, direction[f] / length);
      }
    }
    if (found < count) {
      for (int k = found; k < count; k++) {
        vectors.set(k, k - found, 1);
      }
      SubspaceIteration.orthonormalize(vectors);
    }
    return new LeadingEigenvectors(vectors, kept);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      sum += (double) a[f] * b[f];
    }
    return sum;
  }
}
