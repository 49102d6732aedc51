package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * What all parts of a training share.
 *
 * @param blueprint of the autoencoder
 * @param training how it is trained
 * @param networks the blueprint's layers
 * @param room where it is computed
 * @param state parameters and moments
 * @param workers that share each batch
 * @param reading what the encoder reads
 */
record TrainingContext(
    Blueprint blueprint,
    Training training,
    Networks networks,
    Room room,
    TrainingState state,
    Workers workers,
    Reading reading) {

  /**
   * What the encoder reads of a sample.
   *
   * @param shift {@code [1, features]}: added to it; empty to leave it as it is
   * @param numbers there are in a sample, zeros that are not stored left out: what a unit of the
   *     first layer is a sum of
   */
  record Reading(Optional<Tensor> shift, double numbers) {
    /** Of samples, shifted. */
    static Reading of(Dataset samples, Optional<Tensor> shift) {
      double numbers =
          samples instanceof SparseSamples sparse
              ? (double) sparse.entries() / sparse.size()
              : samples.features();
      return new Reading(shift, Math.max(1, numbers));
    }
  }

  /**
   * Where a training is computed.
   *
   * @param kernels that do the arithmetic
   * @param precision of products and activations
   * @param arena of the buffers
   */
  record Room(Kernels kernels, Precision precision, Arena arena) {
    /** A zero-filled buffer in the master format. */
    Tensor master(int rows, int columns) {
      return Tensor.allocate(arena, new Shape(rows, columns), precision.master());
    }
  }

  /** Added to what the encoder reads; empty to leave it as it is. */
  Optional<Tensor> shift() {
    return reading.shift;
  }

  /** For passes whose parameters' gradient goes to {@code gradient}. */
  PassContext passContext(Tensor gradient) {
    return new PassContext(
        room.kernels, room.precision, state.parameters(), state.weights(), gradient, room.arena);
  }
}
