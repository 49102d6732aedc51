package dev.hourglass.tasks.coder;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/**
 * K-means: every sample is rebuilt as the nearest of k centroids (Lloyd 1982, seeded as k-means++,
 * Arthur and Vassilvitskii 2007). Read as an autoencoder it has exactly one active unit.
 *
 * <p>Its code, for probes and maps, says more than the number of the nearest centroid: unit j is
 * max(0, d̄ − dⱼ), by how much centroid j is nearer than centroids are on average (the triangle
 * code of Coates, Ng and Lee 2011). {@link #decode} gives the centroid of the largest unit, so that
 * decoding a code is the k-means reconstruction.
 */
public final class KMeans implements Coder {
  private final Tensor centroids;
  private final Kernels kernels;
  private final int iterations;
  private final double meanSquaredDistance;

  KMeans(Tensor centroids, int iterations, double meanSquaredDistance, Kernels kernels) {
    this.kernels = kernels;
    this.centroids = centroids;
    this.iterations = iterations;
    this.meanSquaredDistance = meanSquaredDistance;
  }

  /**
   * Fits centroids.
   *
   * @param count how many, 1 to the number of samples
   * @param seed of the first choice of centroids; the same seed gives the same centroids
   * @param kernels that compute distances
   * @throws IllegalArgumentException if {@code count} lies outside its range
   */
  public static KMeans fit(Dataset samples, int count, long seed, Kernels kernels) {
    if (count < 1 || count > samples.size()) {
      throw new IllegalArgumentException(
          "k-means of %d samples has 1 to %d centroids, but was asked for %d"
              .formatted(samples.size(), samples.size(), count));
    }
    return new Lloyd(samples, count, seed, kernels).run();
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public int features() {
    return centroids.columns();
  }

  /** The number of centroids. */
  @Override
  public int codeSize() {
    return centroids.rows();
  }

  @Override
  public long parameterCount() {
    return centroids.size();
  }

  /** {@code [count, features]}. */
  public Tensor centroids() {
    return centroids;
  }

  /** How often centroids were moved. */
  public int iterations() {
    return iterations;
  }

  /** Mean over the samples it was fitted on of the squared distance to the nearest centroid. */
  public double meanSquaredDistance() {
    return meanSquaredDistance;
  }

  /** The triangle code of every sample, {@code [samples, count]}. */
  @Override
  public Tensor encode(Dataset samples) {
    Tensor codes = Tensor.allocate(samples.size(), codeSize());
    new Centroids(centroids, kernels)
        .visit(
            samples,
            _ ->
                (_, from, count, products, squaredLengths) -> {
                  double[] distances = new double[codeSize()];
                  for (int r = 0; r < count; r++) {
                    double mean = 0;
                    for (int c = 0; c < distances.length; c++) {
                      double squared = squaredLengths[r] + products.get(r, c);
                      distances[c] = Math.sqrt(Math.max(0, squared));
                      mean += distances[c] / distances.length;
                    }
                    for (int c = 0; c < distances.length; c++) {
                      codes.set(from + r, c, Math.max(0, mean - distances[c]));
                    }
                  }
                });
    return codes;
  }

  /** The number of the nearest centroid for every sample; of equally near ones the first. */
  public int[] assign(Dataset samples) {
    int[] nearest = new int[samples.size()];
    new Centroids(centroids, kernels)
        .visit(
            samples,
            _ ->
                (block, from, count, products, _) -> {
                  for (int r = 0; r < count; r++) {
                    nearest[from + r] = smallest(products, r);
                  }
                });
    return nearest;
  }

  /** For every code the centroid of its largest unit, {@code [codes, features]}. */
  @Override
  public Tensor decode(Tensor codes) {
    Tensor out = Tensor.allocate(codes.rows(), features());
    for (int r = 0; r < codes.rows(); r++) {
      out.slice(r, 1).copyFrom(centroids.slice(largest(codes, r), 1));
    }
    return out;
  }

  /** The number of the unit that decides what is decoded. */
  public static int largest(Tensor codes, int row) {
    int best = 0;
    double most = codes.get(row, 0);
    for (int c = 1; c < codes.columns(); c++) {
      double value = codes.get(row, c);
      if (value > most) {
        most = value;
        best = c;
      }
    }
    return best;
  }

  static int smallest(Tensor values, int row) {
    int best = 0;
    double least = values.get(row, 0);
    for (int c = 1; c < values.columns(); c++) {
      double value = values.get(row, c);
      if (value < least) {
        least = value;
        best = c;
      }
    }
    return best;
  }
}
