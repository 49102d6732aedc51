package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.ContractiveWork;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * The penalty through dense layers one behind the other, exact unless probes are asked for.
 *
 * <p>With layers W₁ … W_L and slopes D_l = diag f′(a_l), the Jacobian of one sample is ∂z/∂x = D_L
 * W_Lᵀ ⋯ D₁ W₁ᵀ. Only its first factor is as wide as the input, and in the norm it appears as the
 * Gram matrix G = W₁ᵀ W₁ alone, which is computed once a step.
 *
 * <p>The slopes depend on the pre-activations, so the penalty has a gradient with respect to those;
 * it is injected into the encoder's activations before their backward pass. What it adds to the
 * weights' own gradients is added after it.
 */
public sealed interface DenseContractive extends ContractivePass
    permits SingleLayerContractive, FactoredContractive, TangentContractive {

  /** The cheapest of the ways that are exact, or the tangents' way with random probes. */
  static DenseContractive of(
      Penalty.Contractive penalty,
      Blueprint blueprint,
      PassContext context,
      NetworkPass encoder,
      Tensor code) {
    List<EncoderSlopes> slopes = EncoderSlopes.of(blueprint, context, encoder, code);
    if (ContractiveWork.needsTangents(penalty, blueprint)) {
      return new TangentContractive(penalty, blueprint, context, slopes);
    }
    return slopes.size() == 1
        ? new SingleLayerContractive(penalty.weight(), blueprint, context, slopes.getFirst())
        : new FactoredContractive(penalty.weight(), blueprint, context, slopes);
  }

  /** λ ‖∂z/∂x‖² of every row, as found by {@link #prepareBackward}. */
  double[] rowPenalties();
}
