package dev.hourglass.tasks.coder;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.autoencoder.pca.PrincipalComponents;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.rows.Affine;

/**
 * Principal component analysis: the orthogonal projection that loses the least squared error
 * (Pearson 1901, Hotelling 1933), and so the best a linear autoencoder can do.
 *
 * <p>Its components are {@link PrincipalComponents}. Codes are not whitened; the k-th number has
 * the k-th largest variance.
 */
public final class Pca implements Coder {
  private final Tensor mean;
  private final Tensor components;
  private final double[] variances;
  private final double totalVariance;
  private final Kernels kernels;
  private final Affine encoder;
  private final Affine decoder;

  private Pca(
      Tensor mean, Tensor components, double[] variances, double totalVariance, Kernels kernels) {
    this.kernels = kernels;
    this.mean = mean;
    this.components = components;
    this.variances = variances;
    this.totalVariance = totalVariance;
    int size = components.rows();
    int features = components.columns();
    Tensor transposed = Tensor.allocate(features, size);
    Tensor shift = Tensor.allocate(1, size);
    for (int k = 0; k < size; k++) {
      double projected = 0;
      for (int f = 0; f < features; f++) {
        transposed.set(f, k, components.get(k, f));
        projected += mean.get(f) * components.get(k, f);
      }
      shift.set(k, -projected);
    }
    this.encoder = new Affine(transposed, shift, kernels);
    this.decoder = new Affine(components, mean, kernels);
  }

  /**
   * Fits the leading components.
   *
   * @param size how many, 1 to the number of features
   * @param kernels that compute products
   * @throws IllegalArgumentException if {@code size} lies outside its range
   */
  public static Pca fit(Dataset samples, int size, Kernels kernels) {
    PrincipalComponents fitted = PrincipalComponents.of(samples, size, kernels);
    return new Pca(
        fitted.mean(), fitted.directions(), fitted.variances(), fitted.totalVariance(), kernels);
  }

  /** PCA of codes or other vectors that lie in memory; see {@link #fit(Dataset, int, Kernels)}. */
  public static Pca fit(Tensor rows, int size, Kernels kernels) {
    return fit(TensorSamples.of(rows), size, kernels);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public int features() {
    return components.columns();
  }

  @Override
  public int codeSize() {
    return components.rows();
  }

  @Override
  public long parameterCount() {
    return components.size() + mean.size();
  }

  /** The mean of the samples it was fitted on, {@code [1, features]}. */
  public Tensor mean() {
    return mean;
  }

  /** Orthonormal rows, {@code [code, features]}, by falling variance. */
  public Tensor components() {
    return components;
  }

  /** The variance of each number of the code over the samples it was fitted on, falling. */
  public double[] variances() {
    return variances.clone();
  }

  /** The share of the samples' variance that the code keeps, in [0, 1]. */
  public double explainedVariance() {
    double kept = 0;
    for (double variance : variances) {
      kept += variance;
    }
    return totalVariance > 0 ? Math.min(1, kept / totalVariance) : 1;
  }

  @Override
  public Tensor encode(Dataset samples) {
    return encoder.apply(samples);
  }

  /** The codes of vectors in memory, {@code [rows, code]}. */
  public Tensor encode(Tensor rows) {
    return encoder.apply(rows);
  }

  @Override
  public Tensor decode(Tensor codes) {
    return decoder.apply(codes);
  }
}
