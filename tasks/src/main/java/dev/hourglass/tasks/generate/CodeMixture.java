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
 *
 * @param components at least one, all of codes of the same size
 */
public record CodeMixture(List<Component> components) {
  /** A cluster with fewer codes for each unit says too little of its covariance. */
  private static final int CODES_PER_UNIT = 8;

  /**
   * A Gaussian.
   *
   * @param codes it was fitted to, at least 1
   * @param mean {@code [1, code]}
   * @param axes {@code [axes, code]}: its principal axes, each as long as the deviation along it
   */
  public record Component(int codes, Tensor mean, Tensor axes) {
    /** Refuses axes of another space than the mean's, and fewer than 1 code. */
    public Component {
      if (codes < 1 || mean.rows() != 1 || axes.columns() != mean.columns()) {
        throw new IllegalArgumentException(
            "a Gaussian of %d codes with a mean %s has no axes %s".formatted(codes, mean, axes));
      }
    }

    private static Component of(Tensor codes, Kernels kernels) {
      Pca fitted = Pca.fit(codes, Math.min(codes.columns(), codes.rows() - 1), kernels);
      double[] variances = fitted.variances();
      Tensor axes = Tensor.allocate(variances.length, codes.columns());
      for (int a = 0; a < variances.length; a++) {
        kernels.addScaled(
            Math.sqrt(Math.max(0, variances[a])),
            fitted.components().slice(a, 1),
            axes.slice(a, 1));
      }
      return new Component(codes.rows(), fitted.mean(), axes);
    }
  }

  /** Refuses a mixture of nothing, or of codes of different sizes. */
  public CodeMixture {
    components = List.copyOf(components);
    if (components.isEmpty()
        || components.stream().mapToInt(c -> c.mean.columns()).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "a mixture has 1 or more Gaussians of codes of one size, but has " + components);
    }
  }

  /**
   * Fits a mixture.
   *
   * @param codes {@code [n, code]}, at least 2 rows
   * @param most Gaussians at most, at least 1; fewer where there are few codes
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
    List<Component> components = new ArrayList<>();
    for (int part = 0; part < wanted; part++) {
      Tensor own = rowsOf(codes, assigned, part);
      if (own.rows() >= 2) {
        components.add(Component.of(own, kernels));
      }
    }
    return new CodeMixture(components);
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
    return components.size();
  }

  /** Numbers in a code. */
  public int codeSize() {
    return components.getFirst().mean.columns();
  }

  /**
   * Draws codes.
   *
   * @param temperature what deviations are multiplied by: 1 for the fitted ones, below for codes
   *     nearer to the middle of their part
   * @return {@code [count, code]}
   */
  public Tensor draw(int count, double temperature, long seed, Kernels kernels) {
    Tensor drawn = Tensor.allocate(count, codeSize());
    Tensor noise = Tensor.allocate(count, codeSize());
    kernels.normal(Noise.key(seed, NoisePurpose.FITTED_PRIOR, 0, 0), 0, noise);
    SplittableRandom random = new SplittableRandom(seed);
    int codes = components.stream().mapToInt(Component::codes).sum();
    for (int r = 0; r < count; r++) {
      Component component = componentOf(random.nextInt(codes));
      Tensor row = drawn.slice(r, 1);
      row.copyFrom(component.mean);
      for (int a = 0; a < component.axes.rows(); a++) {
        kernels.addScaled(temperature * noise.get(r, a), component.axes.slice(a, 1), row);
      }
    }
    return drawn;
  }

  private Component componentOf(int code) {
    int left = code;
    for (Component component : components) {
      if (left < component.codes) {
        return component;
      }
      left -= component.codes;
    }
    throw new IllegalStateException("code " + code + " is of no component");
  }
}
