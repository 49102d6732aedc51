package dev.hourglass.engine.optimise;

import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * The flat vectors an optimiser works on; element i of each belongs to parameter i.
 *
 * @param parameters θ, in the master format
 * @param gradients the workers' parts of g, one or more, in the master format; their sum is taken
 *     in the order given, in single precision at least
 * @param first running mean of gradients; of size 0 where the optimiser keeps none
 * @param second running mean of squared gradients; of size 0 where the optimiser keeps none
 * @param copy θ rounded to the compute format, rewritten by every step; {@code parameters} itself
 *     where the formats are the same
 */
public record OptimizerState(
    Tensor parameters, List<Tensor> gradients, Tensor first, Tensor second, Tensor copy) {
  /** Refuses a state without gradients. */
  public OptimizerState {
    gradients = List.copyOf(gradients);
    if (gradients.isEmpty()) {
      throw new IllegalArgumentException("an optimiser needs a gradient");
    }
  }
}
