package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Precision;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * What all parts of a training share.
 *
 * @param blueprint of the autoencoder
 * @param training how it is trained
 * @param networks the blueprint's layers
 * @param kernels that do the arithmetic
 * @param precision of products and activations
 * @param state parameters and moments
 * @param workers that share each batch
 * @param arena of the buffers
 * @param centering of the samples; empty to train on them as they are
 */
record TrainingContext(
    Blueprint blueprint,
    Training training,
    Networks networks,
    Kernels kernels,
    Precision precision,
    TrainingState state,
    Workers workers,
    Arena arena,
    Optional<Centering> centering) {}
