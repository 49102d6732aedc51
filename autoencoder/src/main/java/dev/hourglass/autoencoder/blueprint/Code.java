package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;

/**
 * The code between encoder and decoder.
 *
 * @param size units; at least 1
 * @param activation of the units
 * @param bottleneck what happens to the code
 */
public record Code(int size, Activation activation, Bottleneck bottleneck) {
  public Code {
    if (size < 1) {
      throw new IllegalArgumentException("the code has at least 1 unit, but its size was " + size);
    }
  }

  /** Linear and deterministic. */
  public Code(int size) {
    this(size, Activation.IDENTITY, new Bottleneck.Deterministic());
  }
}
