package dev.hourglass.autoencoder.train;

import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * Everything that training changes: flat vectors over one {@link
 * dev.hourglass.engine.network.ParameterLayout}.
 *
 * @param parameters in the master format
 * @param weights the parameters in the compute format; {@code parameters} itself where that is the
 *     same
 * @param first the optimiser's running mean of gradients; empty where it keeps none
 * @param second the optimiser's running mean of squared gradients; empty where it keeps none
 * @param best the parameters of the best epoch so far
 */
record TrainingState(Tensor parameters, Tensor weights, Tensor first, Tensor second, Tensor best) {

  static TrainingState allocate(Arena arena, int size, Optimizer optimizer, Precision precision) {
    Format master = precision.master();
    Tensor parameters = Tensor.allocate(arena, Shape.vector(size), master);
    return new TrainingState(
        parameters,
        precision.compute() == master
            ? parameters
            : Tensor.allocate(arena, Shape.vector(size), precision.compute()),
        Tensor.allocate(arena, Shape.vector(optimizer.usesFirstMoment() ? size : 0), master),
        Tensor.allocate(arena, Shape.vector(optimizer.usesSecondMoment() ? size : 0), master),
        Tensor.allocate(arena, Shape.vector(size), master));
  }
}
