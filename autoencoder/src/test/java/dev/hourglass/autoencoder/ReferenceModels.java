package dev.hourglass.autoencoder;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;

/** Models whose parameters can be written down elsewhere, in another program. */
public final class ReferenceModels {
  private ReferenceModels() {}

  /**
   * Parameter {@code i}, counted from 1 through all layers from the first weight to the last bias,
   * rows first, is {@code sin(i) / 2}, rounded to float32.
   */
  public static Autoencoder of(Blueprint blueprint, Kernels kernels) {
    Networks networks = Networks.of(blueprint);
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    int i = 0;
    for (Slot slot : networks.layout().slots()) {
      Tensor own = slot.of(parameters);
      for (long k = 0; k < own.size(); k++) {
        own.set(k, Math.sin(++i) / 2);
      }
    }
    return Autoencoder.of(blueprint, parameters, kernels);
  }
}
