package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.SwapDonors;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.tasks.rows.AlteredSamples;

/**
 * Samples under noise that depends on the seed and the row alone, so every model sees the same. It
 * is the noise that {@link Autoencoder#reconstructionErrors(Dataset, Corruption, long)} draws for
 * that seed, whatever the order or the blocks samples are gathered in.
 */
public final class CorruptedSamples {
  private CorruptedSamples() {}

  /** A view of {@code clean} as a model under that corruption gets to see it. */
  public static Dataset of(Dataset clean, Corruption corruption, long seed, Kernels kernels) {
    long key = Noise.key(seed, NoisePurpose.CORRUPTED, 0, 0);
    return corruption.isPresent()
        ? new AlteredSamples(
            clean, (row, x) -> corruption.apply(kernels, key, row, x, x, new SwapDonors(clean)))
        : clean;
  }
}
