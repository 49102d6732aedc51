package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.ContractiveWork;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;

/**
 * The contractive penalty λ ‖∂z/∂x‖²_F of a shard (Rifai et al. 2011) and its gradient. Everything
 * is done in the master format.
 */
public sealed interface ContractivePass permits DenseContractive, DifferenceContractive {

  /**
   * Through dense layers one behind the other, or by differences along random directions where
   * there is more.
   *
   * @param encoder that the penalty looks at
   * @param code {@code [rows, code]}: of its outputs, those that are chosen
   * @throws IllegalArgumentException where samples are sparse and there is more than dense layers
   */
  static ContractivePass of(
      Penalty.Contractive penalty,
      Blueprint blueprint,
      PassContext context,
      NetworkPass encoder,
      Tensor code) {
    return ContractiveWork.isOfDenseLayers(blueprint)
        ? DenseContractive.of(penalty, blueprint, context, encoder, code)
        : new DifferenceContractive(penalty, blueprint, context, encoder, code);
  }

  /** Fixes the random probes of the coming passes. */
  void draw(long key, int firstRow);

  /**
   * Computes the penalty as the encoder is now, and what its backward pass has to know of it.
   *
   * @param scale 1 / batch size
   * @return λ ‖∂z/∂x‖² summed over the rows
   */
  double prepareBackward(double scale);

  /** Adds what {@link #prepareBackward} found to the weights' gradients. */
  void finishBackward();

  /** {@code [1, outputs]}: 1 for the encoder's outputs that are codes, 0 for log-variances. */
  static Tensor codeOutputs(Blueprint blueprint, PassContext context) {
    int code = blueprint.codeSize();
    Tensor selected = context.master(1, blueprint.isStochastic() ? 2 * code : code);
    for (int i = 0; i < code; i++) {
      selected.set(i, 1);
    }
    return selected;
  }

  /**
   * Σ x ∘ y over all of two tensors.
   *
   * @param columnSums {@code [1, columns]}, overwritten
   */
  static double dot(Kernels kernels, Tensor x, Tensor y, Tensor columnSums) {
    kernels.dotGroups(x, y, x.rows(), columnSums);
    double sum = 0;
    for (int i = 0; i < columnSums.columns(); i++) {
      sum += columnSums.get(i);
    }
    return sum;
  }

  /** Σ_columns x ∘ y of every group of rows, times {@code factor}. */
  static double[] rowDots(Tensor x, Tensor y, int group, double factor) {
    double[] sums = new double[x.rows() / group];
    long perGroup = (long) group * x.columns();
    for (int b = 0; b < sums.length; b++) {
      double sum = 0;
      for (long i = b * perGroup; i < (b + 1) * perGroup; i++) {
        sum += x.get(i) * y.get(i);
      }
      sums[b] = factor * sum;
    }
    return sums;
  }
}
