package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.Optional;

/**
 * The code between encoder and decoder.
 *
 * @param size units; at least 1
 * @param activation of the units
 * @param bottleneck what happens to the code
 * @param plane how the units lie where a convolution makes them, so that they keep height and
 *     width; empty where a dense layer does
 * @param condition what encoder and decoder are told of a sample beside it
 */
public record Code(
    int size,
    Activation activation,
    Bottleneck bottleneck,
    Optional<FeatureMap> plane,
    Optional<Condition> condition) {
  public Code {
    if (size < 1) {
      throw new IllegalArgumentException("the code has at least 1 unit, but its size was " + size);
    }
    if (plane.isPresent() && plane.get().size() != size) {
      throw new IllegalArgumentException(
          "a code of %d units does not fill a plane of %s".formatted(size, plane.get()));
    }
  }

  /** Made by a dense layer. */
  public Code(int size, Activation activation, Bottleneck bottleneck) {
    this(size, activation, bottleneck, Optional.empty(), Optional.empty());
  }

  /** Linear and deterministic, made by a dense layer. */
  public Code(int size) {
    this(size, Activation.IDENTITY, new Bottleneck.Deterministic());
  }

  /** The code as the decoder reads it: where it has no plane, one place with a channel a unit. */
  public FeatureMap map() {
    return plane.orElseGet(() -> new FeatureMap(1, 1, size));
  }

  /** The same with another activation. */
  public Code withActivation(Activation activation) {
    return new Code(size, activation, bottleneck, plane, condition);
  }

  /** The same with another bottleneck. */
  public Code withBottleneck(Bottleneck bottleneck) {
    return new Code(size, activation, bottleneck, plane, condition);
  }

  /** The same where encoder and decoder are told of each sample's class. */
  public Code withCondition(Optional<Condition> condition) {
    return new Code(size, activation, bottleneck, plane, condition);
  }
}
