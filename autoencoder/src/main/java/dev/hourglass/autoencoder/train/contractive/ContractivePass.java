package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.ContractiveWork;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * The contractive penalty λ ‖∂z/∂x‖²_F of a shard (Rifai et al. 2011) and its gradient.
 *
 * <p>With dense layers W₁ … W_L and slopes D_l = diag f′(a_l), the Jacobian of one sample is ∂z/∂x
 * = D_L W_Lᵀ ⋯ D₁ W₁ᵀ. Only its first factor is as wide as the input, and in the norm it appears as
 * the Gram matrix G = W₁ᵀ W₁ alone, which is computed once a step. Everything is done in the master
 * format.
 *
 * <p>The slopes depend on the pre-activations, so the penalty has a gradient with respect to those;
 * it is injected into the encoder's activations before their backward pass. What it adds to the
 * weights' own gradients is added after it.
 */
public sealed interface ContractivePass
    permits SingleLayerContractive, FactoredContractive, TangentContractive, DifferenceContractive {

  /**
   * The cheapest of the ways that are exact, or the tangents' way with random probes; differences
   * along random directions where there is more than dense layers one behind the other.
   */
  static ContractivePass of(
      Penalty.Contractive penalty,
      Blueprint blueprint,
      PassContext context,
      NetworkPass encoder,
      Tensor code) {
    if (!ContractiveWork.isOfDenseLayers(blueprint)) {
      return new DifferenceContractive(penalty, blueprint, context, encoder, code);
    }
    List<EncoderSlopes> slopes = EncoderSlopes.of(blueprint, context, encoder, code);
    if (ContractiveWork.needsTangents(penalty, blueprint)) {
      return new TangentContractive(penalty, blueprint, context, slopes);
    }
    return slopes.size() == 1
        ? new SingleLayerContractive(penalty.weight(), blueprint, context, slopes.getFirst())
        : new FactoredContractive(penalty.weight(), blueprint, context, slopes);
  }

  /** Fixes the random probes of the coming passes. */
  void draw(long key, int firstRow);

  /**
   * Computes the penalty of the activations as they are now and injects its gradient with respect
   * to the pre-activations.
   *
   * @param scale 1 / batch size
   * @return λ ‖∂z/∂x‖² summed over the rows
   */
  double prepareBackward(double scale);

  /** Adds what {@link #prepareBackward} found to the weights' gradients. */
  void finishBackward();

  /** λ ‖∂z/∂x‖² of every row, as found by {@link #prepareBackward}. */
  double[] rowPenalties();

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
