package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.tensor.Tensor;

/** Codes to samples as they would be found in data. */
final class Rendering {
  private Rendering() {}

  /**
   * Samples {@code [codes, features]}: of counts, coin flips and pictures the mean that the decoder
   * gives, of other numbers drawn around it, as data scatter.
   *
   * @param seed of the scatter
   */
  static Tensor of(Autoencoder autoencoder, Tensor codes, long seed) {
    boolean scatters =
        !autoencoder.blueprint().shape().isImage()
            && autoencoder.blueprint().likelihood().learnsVariance();
    return scatters ? autoencoder.decodeSampled(codes, seed) : autoencoder.decode(codes);
  }
}
