package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.network.Initializer;

/**
 * How weights start, whether the decoder has some of its own, and whether some go past the layers.
 *
 * @param initializer of the weights
 * @param tied whether the decoder's weights are the encoder's, transposed; wants a mirrored decoder
 * @param linearPath whether weights lead straight from input to code and from code to output,
 *     beside the layers, and start as the samples' principal components
 */
public record Weights(Initializer initializer, boolean tied, boolean linearPath) {
  /** Without a linear path. */
  public Weights(Initializer initializer, boolean tied) {
    this(initializer, tied, false);
  }
}
