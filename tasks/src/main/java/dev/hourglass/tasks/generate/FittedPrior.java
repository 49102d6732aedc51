package dev.hourglass.tasks.generate;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.coder.Pca;

/**
 * A Gaussian fitted to the codes of data, with their full covariance: a makeshift prior for models
 * that were trained without one (Ghosh et al. 2020, ex-post density estimation).
 *
 * <p>Codes are rotated to their principal axes, where the covariance is diagonal, and drawn there.
 */
public final class FittedPrior {
  private final Pca axes;

  private FittedPrior(Pca axes) {
    this.axes = axes;
  }

  /** Fits the Gaussian to the codes of {@code samples}. */
  public static FittedPrior fit(Coder coder, Dataset samples) {
    return new FittedPrior(Pca.fit(coder.encode(samples), coder.codeSize(), coder.kernels()));
  }

  /** {@code count} codes drawn from it, {@code [count, code]}. */
  public Tensor draw(int count, long seed) {
    Kernels kernels = axes.kernels();
    int size = axes.codeSize();
    Tensor rotated = Tensor.allocate(count, size);
    kernels.normal(Noise.key(seed, NoisePurpose.FITTED_PRIOR, 0, 0), 0, rotated);
    double[] variances = axes.variances();
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < size; c++) {
        rotated.set(r, c, rotated.get(r, c) * Math.sqrt(variances[c]));
      }
    }
    return axes.decode(rotated);
  }
}
