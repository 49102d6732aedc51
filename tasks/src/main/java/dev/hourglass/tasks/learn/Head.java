package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.LayerRates;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Objective;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model's encoder with an output for labels behind it, in place of the decoder. */
final class Head {
  private static final String LINEAR_PATH = "encoder.linear";

  private static final String ENCODER = "encoder.";

  private Head() {}

  /** The network. */
  static Blueprint blueprint(
      Blueprint base, PredictedQuantity quantity, FineTuningOptions options) {
    return new Blueprint(
        base.shape(),
        base.encoder().withDropout(options.regularization().dropout()),
        base.code(),
        new Stages(List.of()),
        options.regularization().corruption(),
        new Objective(
            switch (quantity) {
              case PredictedQuantity.Classes _ -> new Likelihood.Multinomial();
              case PredictedQuantity.Number _ -> new Likelihood.Gaussian();
            },
            Activation.IDENTITY,
            List.of(),
            Optional.of(SampleShape.vector(quantity.outputs()))),
        base.weights().withTied(false).withSkips(false).withLinearPath(base.linearPath()));
  }

  /**
   * The encoder's parameters as they are, the head's as they are drawn.
   *
   * @return {@code [1, n]} in the layout of {@code blueprint}
   */
  static Tensor parameters(Autoencoder base, Blueprint blueprint, long seed) {
    Networks networks = Networks.of(blueprint);
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    networks.initialize(blueprint, seed, parameters);
    List<Slot> ours = encoder(networks.layout().slots());
    List<Slot> theirs = encoder(base.parameterSlots());
    // A network that hands stages across has no layer of its own for the samples' mean.
    ours = new ArrayList<>(ours.subList(ours.size() - theirs.size(), ours.size()));
    for (int i = 0; i < theirs.size(); i++) {
      ours.get(i).of(parameters).copyFrom(theirs.get(i).of(base.parameters()));
    }
    return parameters;
  }

  private static List<Slot> encoder(List<Slot> slots) {
    return slots.stream().filter(slot -> slot.name().startsWith(ENCODER)).toList();
  }

  /**
   * How many layers with weights lie before each of the encoder's, by name; what belongs to no
   * weights of its own goes with those before it, and a path from the input to the code with the
   * first.
   */
  static Map<String, Integer> depths(Blueprint blueprint) {
    Map<String, Integer> depths = new LinkedHashMap<>();
    int weighted = 0;
    for (Slot slot : encoder(Networks.of(blueprint).layout().slots())) {
      String layer = LayerRates.layerOf(slot);
      boolean path = layer.equals(LINEAR_PATH);
      weighted += slot.name().endsWith(".weight") && !path ? 1 : 0;
      depths.putIfAbsent(layer, path ? 0 : Math.max(0, weighted - 1));
    }
    return depths;
  }

  /** Writes a straight cut of the codes as what the head begins with. */
  static void startAt(Blueprint blueprint, Tensor weights, Tensor bias, Tensor parameters) {
    Networks networks = Networks.of(blueprint);
    networks.decoder().denseLayers().getLast().weight().of(parameters).copyFrom(weights);
    networks.decoder().denseLayers().getLast().bias().of(parameters).copyFrom(bias);
  }
}
