package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.ParameterLayout.Slot;

/** One stage of a {@link Network}: {@code [rows, inputs]} in, {@code [rows, outputs]} out. */
public sealed interface Layer {
  /**
   * y = x W + b.
   *
   * @param weight W, {@code [inputs, outputs]}; when {@code tied} the slot of another layer whose
   *     transpose is W
   * @param bias b, {@code [1, outputs]}
   */
  record Dense(Slot weight, Slot bias, boolean tied) implements Layer {}

  /** y = f(x). */
  record Activate(Activation function, int size) implements Layer {}

  /** While training, y = x ∘ m / (1 − rate) with m random 0 or 1 (Srivastava et al. 2014). */
  record Dropout(double rate, int size) implements Layer {}

  /**
   * Layer normalisation (Ba, Kiros and Hinton 2016) with a gain and a bias, both {@code [1, size]}.
   */
  record Normalize(Slot gain, Slot bias) implements Layer {}

  /** Numbers per row in. */
  default int inputs() {
    return switch (this) {
      case Dense d -> d.tied ? d.weight.shape().columns() : d.weight.shape().rows();
      case Activate a -> a.size;
      case Dropout d -> d.size;
      case Normalize n -> n.gain.shape().columns();
    };
  }

  /** Numbers per row out. */
  default int outputs() {
    return this instanceof Dense d ? d.bias.shape().columns() : inputs();
  }
}
