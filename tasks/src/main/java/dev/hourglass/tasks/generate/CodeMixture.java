package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.KMeans;
import dev.hourglass.tasks.coder.Pca;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A mixture of Gaussians with full covariances fitted to codes (ex-post density estimation, Ghosh
 * et al. 2020): codes are cut into clusters by k-means, and each cluster is a Gaussian of its own,
 * drawn as often as it has codes.
 */
public final class CodeMixture {
  /** A cluster with fewer codes for each unit says too little of its covariance. */
  private static final int CODES_PER_UNIT = 8;

  private final List<Pca> parts;
  private final int[] counts;
  private final int codes;

  private CodeMixture(List<Pca> parts, int[] counts, int codes) {
    this.parts = parts;
    this.counts = counts;
    this.codes = codes;
  }

  /**
   * Fits a mixture.
   *
   * @param codes {@code [n, code]}, at least 2 rows
   * @param most parts at most, at least 1; fewer where there are few codes
   * @throws IllegalArgumentException if there are fewer than 2 codes
   */
  public static CodeMixture fit(Tensor codes, int most, long seed, Kernels kernels) {
    if (codes.rows() < 2) {
      throw new IllegalArgumentException(
          "a Gaussian is fitted to 2 codes at least, but there were " + codes.rows());
    }
    int wanted = Math.clamp(codes.rows() / (CODES_PER_UNIT * codes.columns()), 1, most);
    int[] assigned = new int[codes.rows()];
    if (wanted > 1) {
      assigned =
          KMeans.fit(TensorSamples.of(codes), wanted, seed, kernels)
              .assign(TensorSamples.of(codes));
    }
    List<Pca> parts = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int part = 0; part < wanted; part++) {
      Tensor own = rowsOf(codes, assigned, part);
      if (own.rows() >= 2) {
        int axes = Math.min(codes.columns(), own.rows() - 1);
        parts.add(Pca.fit(own, axes, kernels));
        counts.add(own.rows());
      }
    }
    return new CodeMixture(
        parts,
        counts.stream().mapToInt(Integer::intValue).toArray(),
        counts.stream().mapToInt(Integer::intValue).sum());
  }

  private static Tensor rowsOf(Tensor codes, int[] assigned, int part) {
    int count = 0;
    for (int each : assigned) {
      count += each == part ? 1 : 0;
    }
    Tensor rows = Tensor.allocate(count, codes.columns());
    int at = 0;
    for (int r = 0; r < assigned.length; r++) {
      if (assigned[r] == part) {
        rows.slice(at++, 1).copyFrom(codes.slice(r, 1));
      }
    }
    return rows;
  }

  /** How many Gaussians it is made of. */
  public int parts() {
    return parts.size();
  }

  /**
   * Draws codes.
   *
   * @param temperature what deviations are multiplied by: 1 for the fitted ones, below for codes
   *     nearer to the middle of their part
   * @return {@code [count, code]}
   */
  public Tensor draw(int count, double temperature, long seed) {
    int size = parts.getFirst().features();
    Tensor drawn = Tensor.allocate(count, size);
    Tensor noise = Tensor.allocate(count, size);
    parts.getFirst().kernels().normal(Noise.key(seed, NoisePurpose.FITTED_PRIOR, 0, 0), 0, noise);
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < count; r++) {
      Pca part = parts.get(partOf(random.nextInt(codes)));
      double[] variances = part.variances();
      Tensor along = Tensor.allocate(1, part.codeSize());
      for (int c = 0; c < part.codeSize(); c++) {
        along.set(c, temperature * noise.get(r, c) * Math.sqrt(Math.max(0, variances[c])));
      }
      drawn.slice(r, 1).copyFrom(part.decode(along));
    }
    return drawn;
  }

  private int partOf(int code) {
    int part = 0;
    int left = code;
    while (left >= counts[part]) {
      left -= counts[part++];
    }
    return part;
  }
}
