package dev.hourglass.tasks.coder;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/**
 * An autoencoder read as a {@link Coder}.
 *
 * @param autoencoder the network
 */
public record AutoencoderCoder(Autoencoder autoencoder) implements Coder {
  @Override
  public Kernels kernels() {
    return autoencoder.kernels();
  }

  @Override
  public int features() {
    return autoencoder.features();
  }

  @Override
  public int codeSize() {
    return autoencoder.codeSize();
  }

  @Override
  public Tensor encode(Dataset samples) {
    return autoencoder.encode(samples);
  }

  @Override
  public Tensor decode(Tensor codes) {
    return autoencoder.decode(codes);
  }

  @Override
  public long parameterCount() {
    return autoencoder.parameterCount();
  }

  @Override
  public Tensor reconstruct(Dataset samples) {
    return autoencoder.reconstruct(samples);
  }
}
