package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.SparseRows;
import java.lang.foreign.Arena;

/**
 * Sparse samples on their way into the first layer, damaged as a dense copy would be. Only what
 * leaves zeros alone can be done to them: nothing, or masking.
 */
final class SparseInput implements SparseSamples.EntryVisitor {
  private final SparseSamples samples;
  private final SparseRows rows;
  private final double masked;
  private long key;
  private int row;

  /** With room for up to {@code mostRows} samples. */
  SparseInput(SparseSamples samples, Corruption corruption, int mostRows, Arena arena) {
    this.samples = samples;
    this.rows =
        SparseRows.allocate(
            arena,
            mostRows,
            samples.features(),
            Math.toIntExact((long) mostRows * samples.mostEntriesInRow()));
    this.masked = maskedShare(corruption);
  }

  /**
   * The share of entries that a corruption drops.
   *
   * @throws IllegalArgumentException where it would fill what is empty
   */
  static double maskedShare(Corruption corruption) {
    return switch (corruption) {
      case Corruption.None _ -> 0;
      case Corruption.Masking m -> m.probability();
      case Corruption.Gaussian _,
          Corruption.GaussianRange _,
          Corruption.SaltAndPepper _,
          Corruption.Swap _ ->
          throw new IllegalArgumentException(
              "%s corruption would fill sparse samples: use masking, or give the samples as dense"
                      .formatted(corruption.text())
                  + " ones");
    };
  }

  /** What the first layer reads. */
  SparseRows rows() {
    return rows;
  }

  /**
   * Fetches samples.
   *
   * @param key of the noise
   * @param firstRow the number of the first row within the batch
   */
  void fill(int[] order, int from, int count, long key, int firstRow) {
    this.key = key;
    rows.clear();
    for (int r = 0; r < count; r++) {
      row = firstRow + r;
      samples.visit(order[from + r], this);
      rows.endRow();
    }
  }

  @Override
  public void entry(int index, float value) {
    if (masked == 0 || Noise.uniform(key, row * rows.columns() + index) >= masked) {
      rows.add(index, value);
    }
  }
}
