package dev.hourglass.tasks.coder;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/** Turns samples into codes and codes back into samples, without randomness. */
public sealed interface Coder permits AutoencoderCoder, KMeans, Pca {

  /** What computes it, and what those who look at its codes compute with. */
  Kernels kernels();

  /** Numbers in a sample. */
  int features();

  /** Numbers in a code. */
  int codeSize();

  /** The codes of all samples, {@code [samples, code]}. */
  Tensor encode(Dataset samples);

  /** The samples that codes stand for, {@code [codes, features]}. */
  Tensor decode(Tensor codes);

  /** How many numbers were fitted. */
  long parameterCount();

  /** Decoded codes, {@code [samples, features]}. */
  default Tensor reconstruct(Dataset samples) {
    return decode(encode(samples));
  }

  /** A trained network as a coder; its mean code where the code is drawn from a distribution. */
  static Coder of(Autoencoder autoencoder) {
    return new AutoencoderCoder(autoencoder);
  }
}
