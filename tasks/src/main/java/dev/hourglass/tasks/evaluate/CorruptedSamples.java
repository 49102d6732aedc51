package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.tasks.rows.AlteredSamples;

/** Samples under noise that depends on the seed and the row alone, so every model sees the same. */
public final class CorruptedSamples {
  private CorruptedSamples() {}

  /** A view of {@code clean} as a model under that corruption gets to see it. */
  public static Dataset of(Dataset clean, Corruption corruption, long seed, Kernels kernels) {
    long key = Noise.key(seed, NoisePurpose.COMPARED_CORRUPTION, 0, 0);
    return switch (corruption) {
      case Corruption.None _ -> clean;
      case Corruption.Gaussian g ->
          new AlteredSamples(clean, (row, x) -> kernels.gaussianNoise(key, row, g.sigma(), x, x));
      case Corruption.SaltAndPepper s ->
          new AlteredSamples(
              clean, (row, x) -> kernels.saltAndPepper(key, row, s.probability(), x, x));
      case Corruption.Masking m ->
          new AlteredSamples(clean, (row, x) -> kernels.mask(key, row, m.probability(), x, x));
    };
  }
}
