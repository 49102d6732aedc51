package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
import java.util.List;

/**
 * The layers between the input and the code, or between the code and the output.
 *
 * @param sizes units of each hidden layer, in the order data passes them; may be empty
 * @param activation of every hidden layer
 * @param dropout the fraction of each hidden layer's units dropped while training; in [0, 1)
 * @param normalized whether every hidden layer is layer-normalised before its activation
 */
public record HiddenLayers(
    List<Integer> sizes, Activation activation, double dropout, boolean normalized) {
  public HiddenLayers {
    sizes = List.copyOf(sizes);
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException(
            "a hidden layer has at least 1 unit, but the sizes were " + sizes);
      }
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must lie in [0, 1), but was " + dropout);
    }
  }

  /** ReLU layers of the given sizes, without dropout or normalisation. */
  public static HiddenLayers of(Integer... sizes) {
    return new HiddenLayers(List.of(sizes), Activation.RELU, 0, false);
  }

  /** The same layers with other sizes. */
  public HiddenLayers withSizes(List<Integer> sizes) {
    return new HiddenLayers(sizes, activation, dropout, normalized);
  }

  /** The same layers with another activation. */
  public HiddenLayers withActivation(Activation activation) {
    return new HiddenLayers(sizes, activation, dropout, normalized);
  }

  /** The same layers with dropout. */
  public HiddenLayers withDropout(double dropout) {
    return new HiddenLayers(sizes, activation, dropout, normalized);
  }

  /** The same layers with or without layer normalisation. */
  public HiddenLayers withNormalization(boolean normalized) {
    return new HiddenLayers(sizes, activation, dropout, normalized);
  }

  /** The same layers in reverse order. */
  public HiddenLayers mirrored() {
    return withSizes(sizes.reversed());
  }
}
