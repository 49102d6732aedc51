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

/** The denoising autoencoder of speech: windows of a mixture to the mask of the voice in it. */
final class MaskNetwork {
  private static final int HIDDEN = 384;
  private static final int CODE = 192;
  private static final int BATCH = 128;

  private MaskNetwork() {}

  static Blueprint blueprint(int frequencies, Reach reach) {
    Stages hidden = Stages.of(HIDDEN).withActivation(Activation.RELU);
    return new Blueprint(
        SampleShape.vector(reach.width(frequencies)),
        hidden,
        new Code(CODE, Activation.RELU, new Bottleneck.Deterministic()),
        hidden,
        new Corruption.None(),
        new Objective(new Likelihood.Gaussian(), Activation.SIGMOID)
            .withTarget(SampleShape.vector(frequencies)),
        new Weights(Initializer.HE_NORMAL, false));
  }

  static Training training(int epochs, long seed) {
    return Training.defaults()
        .withEpochs(epochs)
        .withBatchSize(BATCH)
        .withLearningRate(1e-3)
        .withSeed(seed)
        .withPrecision(PrecisionChoice.FLOAT32);
  }
}
