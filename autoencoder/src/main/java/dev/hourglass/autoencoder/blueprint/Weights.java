package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.network.Initializer;

/**
 * How weights start, whether the decoder has some of its own, and what goes past the layers.
 *
 * @param initializer of the weights
 * @param tied whether the decoder's weights are the encoder's, transposed; wants a mirrored decoder
 * @param linearPath whether weights lead straight from input to code and from code to output,
 *     beside the layers, and start as the samples' principal components
 * @param skips whether what each of the encoder's stages puts out is handed to the decoder's stage
 *     of the same size, and the input itself is added to the output, which then is only what to
 *     change (U-Net: Ronneberger, Fischer and Brox 2015; the residual: Zhang et al. 2017)
 */
public record Weights(Initializer initializer, boolean tied, boolean linearPath, boolean skips) {
  /** Nothing goes past the layers. */
  public Weights(Initializer initializer, boolean tied) {
    this(initializer, tied, false, false);
  }

  /** The same, starting otherwise. */
  public Weights withInitializer(Initializer initializer) {
    return new Weights(initializer, tied, linearPath, skips);
  }

  /** The same, shared by encoder and decoder or not. */
  public Weights withTied(boolean tied) {
    return new Weights(initializer, tied, linearPath, skips);
  }

  /** The same with a linear path or without. */
  public Weights withLinearPath(boolean linearPath) {
    return new Weights(initializer, tied, linearPath, skips);
  }

  /** The same with skips or without. */
  public Weights withSkips(boolean skips) {
    return new Weights(initializer, tied, linearPath, skips);
  }
}
