package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.SequencedMap;

/** A network's parameters as tensors of a file, each layer's under its own name. */
public final class StoredParameters {
  private StoredParameters() {}

  /** Adds the parameters of a model. */
  public static void put(Autoencoder autoencoder, SequencedMap<String, Block> tensors) {
    put(autoencoder, "", tensors);
  }

  /** The same under names that begin with a prefix, for files of several networks. */
  public static void put(
      Autoencoder autoencoder, String prefix, SequencedMap<String, Block> tensors) {
    for (Slot slot : autoencoder.parameterSlots()) {
      Tensor tensor = slot.of(autoencoder.parameters());
      boolean matrix = slot.name().endsWith(".weight") || slot.name().endsWith(".codebook");
      tensors.put(
          prefix + slot.name(), matrix ? StoredTensor.matrix(tensor) : StoredTensor.vector(tensor));
    }
  }

  /**
   * The flat vector of a blueprint's parameters, a copy.
   *
   * @throws IllegalArgumentException when a tensor is missing, of another shape, or not finite
   */
  public static Tensor read(Blueprint blueprint, Envelope read) {
    return read(blueprint, "", read);
  }

  /**
   * The same of names that begin with a prefix.
   *
   * @throws IllegalArgumentException when a tensor is missing, of another shape, or not finite
   */
  public static Tensor read(Blueprint blueprint, String prefix, Envelope read) {
    ParameterLayout layout = Networks.of(blueprint).layout();
    for (Slot slot : layout.slots()) {
      Tensor tensor = StoredTensor.of(prefix + slot.name(), read.tensor(prefix + slot.name()));
      if (!tensor.shape().equals(slot.shape()) || tensor.format() != Format.FLOAT32) {
        throw new IllegalArgumentException(
            "its tensor '%s' should be %s FLOAT32, but is %s"
                .formatted(prefix + slot.name(), slot.shape(), tensor));
      }
    }
    Tensor flat = Tensor.allocate(Arena.ofAuto(), Shape.vector(layout.size()), Format.FLOAT32);
    for (Slot slot : layout.slots()) {
      Tensor tensor = StoredTensor.of(prefix + slot.name(), read.tensor(prefix + slot.name()));
      for (long i = 0; i < tensor.size(); i++) {
        if (!Double.isFinite(tensor.get(i))) {
          throw new IllegalArgumentException(
              "its tensor '%s' holds %s".formatted(prefix + slot.name(), tensor.get(i)));
        }
      }
      slot.of(flat).copyFrom(tensor);
    }
    return flat;
  }
}
