package dev.hourglass.autoencoder.pca;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/**
 * The orthogonal directions in which samples vary most (Pearson 1901, Hotelling 1933), exact to
 * single precision. Each direction's sign is chosen so that its largest entry is positive.
 *
 * @param mean of the samples, {@code [1, features]}
 * @param directions orthonormal rows, {@code [count, features]}, by falling variance
 * @param variances of the samples along each direction, divided by their number; falling
 * @param totalVariance summed over the features: the squared error of the mean as a reconstruction
 */
public record PrincipalComponents(
    Tensor mean, Tensor directions, double[] variances, double totalVariance) {
  /**
   * Fits the leading ones.
   *
   * @param count how many, 1 to the number of features
   * @param kernels that compute products
   * @throws IllegalArgumentException if {@code count} lies outside its range
   */
  public static PrincipalComponents of(Dataset samples, int count, Kernels kernels) {
    int features = samples.features();
    if (count < 1 || count > features) {
      throw new IllegalArgumentException(
          "PCA of %d features keeps 1 to %d components, but was asked for %d"
              .formatted(features, features, count));
    }
    Covariance covariance = new Covariance(samples, kernels);
    LeadingEigenvectors leading = LeadingEigenvectors.of(covariance, count, kernels);
    return new PrincipalComponents(
        covariance.mean(), leading.vectors(), leading.values(), covariance.totalVariance());
  }
}
