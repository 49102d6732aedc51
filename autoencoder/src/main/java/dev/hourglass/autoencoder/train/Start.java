package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.infer.Autoencoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the parameters are when training begins. */
public sealed interface Start {
  /** Drawn by the blueprint's initialiser from the training's seed. */
  record Drawn() implements Start {}

  /**
   * Those of a model of the same layers: training goes on with other samples, other penalties or
   * another rate.
   *
   * @param model that is taken up
   */
  record Model(Autoencoder model) implements Start {}

  /**
   * Some from a model, the others drawn: pre-training layer by layer, another decoder behind a
   * known encoder.
   *
   * @param model whose layers are taken
   * @param layers which: a layer of the blueprint by its name, such as {@code encoder.0}, to the
   *     name of the model's layer that it starts as; the names are those in front of {@code
   *     .weight} and {@code .bias} in {@link Autoencoder#parameterSlots}
   */
  record Layers(Autoencoder model, Map<String, String> layers) implements Start {
    public Layers {
      layers = Map.copyOf(layers);
    }

    /** The layers of the same names. */
    public Layers(Autoencoder model, List<String> layers) {
      this(model, layers.stream().collect(Collectors.toMap(l -> l, l -> l)));
    }
  }
}
