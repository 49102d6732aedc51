package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.network.ParameterLayout.Slot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How fast layers learn beside each other: those that were trained before are to change less, the
 * nearer to the input the less (discriminative fine-tuning, Howard and Ruder 2018), or not at all.
 *
 * @param shares a layer's part of the learning rate by its name, such as {@code encoder.0}: that in
 *     front of {@code .weight} and {@code .bias}; 0 keeps it as it is. Layers without an entry
 *     learn at the whole rate
 */
public record LayerRates(Map<String, Double> shares) {
  /** All at the same rate. */
  public static final LayerRates EQUAL = new LayerRates(Map.of());

  /** Refuses shares below 0 and what is no number. */
  public LayerRates {
    shares = Map.copyOf(new TreeMap<>(shares));
    shares.forEach(
        (layer, share) -> {
          if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                "layer %s's share of the learning rate is 0 or more, but was %s"
                    .formatted(layer, share));
          }
        });
  }

  /** Whether they all learn at the same rate. */
  public boolean areEqual() {
    return shares.values().stream().allMatch(share -> share == 1);
  }

  /** A slot's part of the learning rate. */
  public double of(Slot slot) {
    return shares.getOrDefault(layerOf(slot), 1.0);
  }

  /** The name of the layer that a slot belongs to. */
  public static String layerOf(Slot slot) {
    return slot.name().substring(0, slot.name().lastIndexOf('.'));
  }

  /**
   * Refuses names of layers that there are not.
   *
   * @param slots of all layers
   * @throws IllegalArgumentException naming the layer and those there are
   */
  public void check(List<Slot> slots) {
    Set<String> layers = new LinkedHashSet<>();
    slots.forEach(slot -> layers.add(layerOf(slot)));
    for (String layer : new TreeMap<>(shares).keySet()) {
      if (!layers.contains(layer)) {
        throw new IllegalArgumentException(
            "there is no layer '%s' to give a learning rate of its own; there are %s"
                .formatted(layer, String.join(", ", layers)));
      }
    }
  }
}
