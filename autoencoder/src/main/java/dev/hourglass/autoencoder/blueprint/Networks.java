package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A blueprint's encoder and decoder as networks over one flat parameter vector.
 *
 * @param layout of the vector
 * @param encoder from features to the code, or to its mean and log-variance side by side
 * @param decoder from the code to the loss's output
 * @param logVariance where the likelihood learns one variance for all: its logarithm's slot
 */
public record Networks(
    ParameterLayout layout, Network encoder, Network decoder, Optional<Slot> logVariance) {

  public static Networks of(Blueprint blueprint) {
    ParameterLayout layout = new ParameterLayout();
    int code = blueprint.codeSize();
    Network.Builder encoder = new Network.Builder(layout, "encoder", blueprint.features());
    for (Stage stage : blueprint.encoder().list()) {
      switch (stage) {
        case Stage.Dense dense -> finish(encoder.dense(dense.units()), dense);
      }
    }
    encoder.dense(blueprint.isStochastic() ? 2 * code : code);
    encoder.activate(blueprint.codeActivation());
    Network encoderNetwork = encoder.build();

    Network.Builder decoder = new Network.Builder(layout, "decoder", code);
    List<Layer.Dense> mirrored = encoderNetwork.denseLayers().reversed();
    int depth = 0;
    for (Stage stage : blueprint.decoder().list()) {
      switch (stage) {
        case Stage.Dense dense -> {
          dense(decoder, blueprint.tied(), mirrored, depth++, dense.units());
          finish(decoder, dense);
        }
      }
    }
    dense(
        decoder,
        blueprint.tied(),
        mirrored,
        depth,
        blueprint.targetFeatures() * blueprint.loss().outputsPerFeature());
    Network decoderNetwork = decoder.build();
    Optional<Slot> logVariance =
        blueprint.likelihood() instanceof Likelihood.GaussianSharedVariance
            ? Optional.of(layout.add(LOG_VARIANCE, Shape.vector(1), false))
            : Optional.empty();
    return new Networks(layout, encoderNetwork, decoderNetwork, logVariance);
  }

  private static void dense(
      Network.Builder decoder, boolean tied, List<Layer.Dense> mirrored, int depth, int size) {
    if (tied) {
      decoder.tied(mirrored.get(depth));
    } else {
      decoder.dense(size);
    }
  }

  private static void finish(Network.Builder network, Stage.Dense dense) {
    if (dense.normalized()) {
      network.normalize();
    }
    network.activate(dense.activation()).dropout(dense.dropout());
  }

  public void initialize(Blueprint blueprint, long seed, Tensor parameters) {
    encoder.initialize(blueprint.initializer(), seed, parameters);
    decoder.initialize(blueprint.initializer(), seed, parameters);
    startLogVariancesLow(blueprint, parameters);
  }

  /**
   * Learned output variances start near the data's own scale: an initial log-variance of zero would
   * spend the first epochs merely shrinking it.
   */
  private void startLogVariancesLow(Blueprint blueprint, Tensor parameters) {
    logVariance.ifPresent(slot -> slot.of(parameters).set(0, INITIAL_LOG_VARIANCE));
    if (blueprint.loss().outputsPerFeature() == 2) {
      Tensor bias = decoder.denseLayers().getLast().bias().of(parameters);
      for (int i = blueprint.targetFeatures(); i < bias.size(); i++) {
        bias.set(i, INITIAL_LOG_VARIANCE);
      }
    }
  }

  /** Name of the one variance's slot. */
  private static final String LOG_VARIANCE = "decoder.logVariance";

  private static final double INITIAL_LOG_VARIANCE = -2;

  /** Both networks as they are used after training. */
  public Networks withoutDropout() {
    return new Networks(layout, encoder.withoutDropout(), decoder.withoutDropout(), logVariance);
  }

  /**
   * Whether the code is the encoder's last dense layer as it is: no activation, no choice behind.
   */
  public static boolean hasLinearCode(Blueprint blueprint) {
    return blueprint.codeActivation() == Activation.IDENTITY
        && !(blueprint.bottleneck() instanceof Bottleneck.TopK);
  }
}
