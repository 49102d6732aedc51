package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** A network of items that knows more items than it was trained on. */
final class GrownNetwork {
  private GrownNetwork() {}

  /**
   * The same network with items behind those it knows: weights of theirs are drawn, and their bias
   * is what an item of as many users has, for it is the logarithm of a share.
   *
   * @param popularity how many users have each item, of as many items as it knows or more
   */
  static Autoencoder of(Autoencoder network, int[] popularity, long seed, Kernels kernels) {
    int items = popularity.length;
    if (items == network.features()) {
      return network;
    }
    Blueprint blueprint = network.blueprint().withShape(SampleShape.vector(items));
    Tensor parameters = Tensor.allocate(1, Networks.of(blueprint).layout().size());
    parameters.copyFrom(Autoencoder.create(blueprint, seed, kernels).parameters());
    List<Slot> known = network.parameterSlots();
    List<Slot> grown = Networks.of(blueprint).layout().slots();
    for (int i = 0; i < known.size(); i++) {
      copy(known.get(i).of(network.parameters()), grown.get(i).of(parameters), popularity);
    }
    return Autoencoder.of(blueprint, parameters, kernels);
  }

  private static void copy(Tensor known, Tensor grown, int[] popularity) {
    for (int r = 0; r < known.rows(); r++) {
      for (int c = 0; c < known.columns(); c++) {
        grown.set(r, c, known.get(r, c));
      }
    }
    boolean biases = known.rows() == 1 && grown.columns() > known.columns();
    if (biases) {
      double apart = 0;
      for (int c = 0; c < known.columns(); c++) {
        apart += (known.get(0, c) - logarithm(popularity[c])) / known.columns();
      }
      for (int c = known.columns(); c < grown.columns(); c++) {
        grown.set(0, c, apart + logarithm(popularity[c]));
      }
    }
  }

  /** Nobody's item counts as half a user's. */
  private static double logarithm(int users) {
    return Math.log(Math.max(users, 0.5));
  }
}
