package dev.hourglass.autoencoder;

import dev.hourglass.engine.NetworkPass;
import dev.hourglass.engine.PassContext;
import dev.hourglass.engine.Tensor;
import java.util.List;

/**
 * The contractive penalty λ ‖∂z/∂x‖²_F of a shard (Rifai et al. 2011) and its exact gradient.
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
sealed interface ContractivePass
    permits SingleLayerContractive, FactoredContractive, TangentContractive {

  /** The cheapest of the ways that are exact, or the tangents' way with random probes. */
  static ContractivePass of(
      Penalty.Contractive penalty,
      Blueprint blueprint,
      Networks networks,
      PassContext context,
      NetworkPass encoder,
      Tensor code) {
    List<EncoderSlopes> slopes = EncoderSlopes.of(blueprint, context, encoder, code);
    int depth = networks.encoder().denseLayers().size();
    if (penalty.probes() == 0 && depth == 1) {
      return new SingleLayerContractive(penalty.weight(), blueprint, context, slopes.getFirst());
    }
    if (penalty.probes() == 0 && depth == 2 && Networks.hasLinearCode(blueprint)) {
      return new FactoredContractive(penalty.weight(), blueprint, context, slopes);
    }
    return new TangentContractive(penalty, blueprint, context, slopes);
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
