package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.base.NearestName;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The layers whose activations one can ask for: {@code encoder.1}, the first behind the input, to
 * {@code decoder.N}, the last before the output.
 *
 * @param places of each in its network
 */
record HiddenLayers(SequencedMap<String, Place> places) {
  /** What the code is called among them. */
  static final String CODE = "code";

  /**
   * Where a layer is.
   *
   * @param inDecoder whether it is behind the code
   * @param index of it in its network
   */
  record Place(boolean inDecoder, int index) {}

  static HiddenLayers of(Networks networks) {
    SequencedMap<String, Place> places = new LinkedHashMap<>();
    add(places, networks.encoder(), "encoder.", false);
    add(places, networks.decoder(), "decoder.", true);
    return new HiddenLayers(places);
  }

  /** A layer ends where the next weights begin. */
  private static void add(
      SequencedMap<String, Place> places, Network network, String prefix, boolean inDecoder) {
    int count = 0;
    boolean begun = false;
    for (int i = 0; i < network.layers().size(); i++) {
      boolean weighted = network.layers().get(i) instanceof Layer.Weighted;
      if (weighted && begun) {
        places.put(prefix + ++count, new Place(inDecoder, i - 1));
      }
      begun |= weighted;
    }
  }

  /**
   * Where a layer is.
   *
   * @throws IllegalArgumentException naming those there are
   */
  Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException(
          "the model has no layer '%s': did you mean '%s'? It has %s and %s"
              .formatted(
                  name,
                  NearestName.to(name, places.keySet().stream()),
                  CODE,
                  String.join(", ", places.keySet())));
    }
    return place;
  }
}
