package dev.hourglass.autoencoder.pca;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/**
 * The largest eigenvalues of a covariance and their vectors: of few samples by {@link
 * GramEigenvectors}, of a small matrix all at once, of a larger one those wanted by {@link
 * SubspaceIteration}. Each vector's sign is chosen so that its largest entry is positive.
 *
 * @param vectors orthonormal rows {@code [count, features]}, by falling eigenvalue
 * @param values the eigenvalues, falling, never negative
 */
record LeadingEigenvectors(Tensor vectors, double[] values) {
  /**
   * Above this the time to take a whole matrix apart, which goes with its third power, is more than
   * that of a few passes over the samples.
   */
  static final int LARGEST_MATRIX = 1024;

  static LeadingEigenvectors of(Covariance covariance, int count, Kernels kernels) {
    LeadingEigenvectors leading =
        GramEigenvectors.suits(covariance.samples(), covariance.features(), count)
            ? GramEigenvectors.of(covariance.centredRows(), count)
            : ofFeatures(covariance, count, kernels);
    for (int k = 0; k < count; k++) {
      leading.values[k] = Math.max(0, leading.values[k]);
      fixSign(leading.vectors, k);
    }
    return leading;
  }

  private static LeadingEigenvectors ofFeatures(Covariance covariance, int count, Kernels kernels) {
    return covariance.features() <= LARGEST_MATRIX
        ? ofMatrix(covariance, count)
        : new SubspaceIteration(covariance, count, kernels).run();
  }

  private static LeadingEigenvectors ofMatrix(Covariance covariance, int count) {
    SymmetricEigen eigen = SymmetricEigen.of(covariance.matrix());
    Tensor vectors = Tensor.allocate(count, covariance.features());
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      values[k] = eigen.values()[k];
      double[] vector = eigen.vectors()[k];
      for (int c = 0; c < vector.length; c++) {
        vectors.set(k, c, vector[c]);
      }
    }
    return new LeadingEigenvectors(vectors, values);
  }

  private static void fixSign(Tensor vectors, int k) {
    double largest = 0;
    for (int c = 0; c < vectors.columns(); c++) {
      double value = vectors.get(k, c);
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    if (largest < 0) {
      for (int c = 0; c < vectors.columns(); c++) {
        vectors.set(k, c, -vectors.get(k, c));
      }
    }
  }
}
