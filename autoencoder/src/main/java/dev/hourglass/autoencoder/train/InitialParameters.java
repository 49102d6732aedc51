package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the parameters that a {@link Start} asks for. */
final class InitialParameters {
  private InitialParameters() {}

  /**
   * Writes the parameters to begin with.
   *
   * @param centering around which training goes on: a model's parameters expect samples as they are
   * @param parameters {@code [1, n]} in the layout of {@code networks}, overwritten
   * @throws IllegalArgumentException when a layer is missing in the model or in the blueprint, or
   *     has another shape
   */
  static void write(
      Start how,
      Blueprint blueprint,
      Networks networks,
      Centering centering,
      long seed,
      Tensor parameters) {
    networks.initialize(blueprint, seed, parameters);
    centering.startAtMean(blueprint, networks, parameters);
    switch (how) {
      case Start.Drawn _ -> {}
      case Start.Model start -> takeUp(start.model(), networks, centering, parameters);
      case Start.Continued start -> takeUp(start.model(), networks, centering, parameters);
      case Start.Layers start -> {
        Map<Slot, Slot> slots = slotsOf(start, networks);
        copy(slots, start.model(), parameters);
        if (slots.containsKey(networks.layout().slots().getFirst())) {
          centering.unfold(networks, parameters);
        }
      }
    }
  }

  private static void takeUp(
      Autoencoder model, Networks networks, Centering centering, Tensor parameters) {
    copy(everySlot(networks, model), model, parameters);
    centering.unfold(networks, parameters);
  }

  private static void copy(Map<Slot, Slot> slots, Autoencoder model, Tensor parameters) {
    slots.forEach(
        (to, from) -> {
          Tensor source = from.of(model.parameters());
          Tensor target = to.of(parameters);
          for (long i = 0; i < target.size(); i++) {
            target.set(i, source.get(i));
          }
        });
  }

  private static Map<Slot, Slot> everySlot(Networks networks, Autoencoder model) {
    List<Slot> ours = networks.layout().slots();
    List<Slot> theirs = model.parameterSlots();
    Map<Slot, Slot> slots = new LinkedHashMap<>();
    for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
      if (i >= ours.size() || i >= theirs.size() || !fits(ours.get(i), theirs.get(i))) {
        throw new IllegalArgumentException(
            "the model to start from has other layers: where the blueprint has %s, it has %s"
                .formatted(
                    i < ours.size() ? text(ours.get(i)) : "no more",
                    i < theirs.size() ? text(theirs.get(i)) : "no more"));
      }
      slots.put(ours.get(i), theirs.get(i));
    }
    return slots;
  }

  private static boolean fits(Slot ours, Slot theirs) {
    return ours.name().equals(theirs.name()) && ours.shape().equals(theirs.shape());
  }

  private static Map<Slot, Slot> slotsOf(Start.Layers start, Networks networks) {
    Map<Slot, Slot> slots = new LinkedHashMap<>();
    start
        .layers()
        .forEach(
            (to, from) -> {
              Map<String, Slot> ours = byPart(networks.layout().slots(), to, "blueprint");
              Map<String, Slot> theirs = byPart(start.model().parameterSlots(), from, "model");
              if (!ours.keySet().equals(theirs.keySet())) {
                throw new IllegalArgumentException(
                    "layer %s of the blueprint has %s, but layer %s of the model has %s"
                        .formatted(to, ours.keySet(), from, theirs.keySet()));
              }
              ours.forEach(
                  (part, slot) -> {
                    Slot source = theirs.get(part);
                    if (!slot.shape().equals(source.shape())) {
                      throw new IllegalArgumentException(
                          "%s of the blueprint cannot start as %s of the model"
                              .formatted(text(slot), text(source)));
                    }
                    slots.put(slot, source);
                  });
            });
    return slots;
  }

  /** A layer's slots by what comes after its name: {@code weight}, {@code bias}. */
  private static Map<String, Slot> byPart(List<Slot> slots, String layer, String whose) {
    Map<String, Slot> parts = new LinkedHashMap<>();
    for (Slot slot : slots) {
      int dot = slot.name().lastIndexOf('.');
      if (slot.name().substring(0, dot).equals(layer)) {
        parts.put(slot.name().substring(dot + 1), slot);
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "the %s has no layer '%s'; it has %s"
              .formatted(
                  whose,
                  layer,
                  slots.stream()
                      .map(slot -> slot.name().substring(0, slot.name().lastIndexOf('.')))
                      .distinct()
                      .collect(Collectors.joining(", "))));
    }
    return parts;
  }

  private static String text(Slot slot) {
    return slot.name() + " of " + slot.shape();
  }
}
