package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * What a pass over a network reads and writes besides its activations.
 *
 * @param kernels that do the work
 * @param precision of the pass
 * @param parameters the flat vector in the master format: biases and gains are read from it
 * @param weights the flat vector in the compute format; {@code parameters} itself where that is the
 *     same
 * @param gradient the flat vector in the master format that {@code backward} writes to; each worker
 *     has its own
 * @param arena that owns the pass's buffers
 */
public record PassContext(
    Kernels kernels,
    Precision precision,
    Tensor parameters,
    Tensor weights,
    Tensor gradient,
    Arena arena) {

  /** A zero-filled buffer in the compute format. */
  public Tensor compute(int rows, int columns) {
    return Tensor.allocate(arena, new Shape(rows, columns), precision.compute());
  }

  /** A zero-filled buffer in the master format. */
  public Tensor master(int rows, int columns) {
    return Tensor.allocate(arena, new Shape(rows, columns), precision.master());
  }
}
