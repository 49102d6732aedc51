package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Code;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Objective;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.Weights;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.Optional;

/**
 * The denoising autoencoder of recordings: convolutions over time and frequency in the shape of a U
 * (Ronneberger et al. 2015), from a plane of a mixture to the amplitudes of the voice in it. A
 * voice a little higher or later is the same to it.
 */
final class PlaneNetwork {
  private static final Stages STAGES = Stages.parse("conv:32:2,conv:64:2,conv:96:2");

  /** Patches of a step. */
  private static final int BATCH = 8;

  private static final double RATE = 2e-3;

  private PlaneNetwork() {}

  static Blueprint blueprint(int frequencies) {
    SampleShape shape = SpectrumPlane.shape(Patches.WINDOWS, frequencies);
    FeatureMap plane = new FeatureMap(shape.height(), shape.width(), shape.channels());
    FeatureMap code = STAGES.planes(plane).getLast();
    return new Blueprint(
        shape,
        STAGES,
        new Code(
            code.size(),
            Activation.RELU,
            new Bottleneck.Deterministic(),
            Optional.of(code),
            Optional.empty()),
        STAGES.mirroredFrom(code, plane),
        new Corruption.None(),
        new Objective(new Likelihood.Gaussian(), Activation.SIGMOID)
            .withTarget(SpectrumPlane.written(Patches.WINDOWS, frequencies)),
        new Weights(Initializer.HE_NORMAL, false).withSkips(true));
  }

  static Training training(int epochs, long seed) {
    return Training.defaults()
        .withEpochs(epochs)
        .withBatchSize(BATCH)
        .withLearningRate(RATE)
        .withSeed(seed)
        .withPrecision(PrecisionChoice.FLOAT32);
  }
}
