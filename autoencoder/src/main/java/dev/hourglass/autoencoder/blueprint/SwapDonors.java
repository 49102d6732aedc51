package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The samples whose cells stand in for others under {@link Corruption.Swap}: every exchanged cell
 * is the same column's of a row of its own, drawn from all of them. One for each thread.
 */
public final class SwapDonors {
  private final Dataset samples;
  private final int[] donor = new int[1];
  private FeatureGroups groups = FeatureGroups.single(0);
  private float[] row = {};
  private MemorySegment rowBytes = MemorySegment.NULL;

  /** The rows of {@code samples}, at least one; costs nothing until cells are exchanged. */
  public SwapDonors(Dataset samples) {
    this.samples = samples;
  }

  /** Whether these are the rows of that very dataset. */
  public boolean areOf(Dataset other) {
    return samples == other;
  }

  /**
   * Exchanges cells in place.
   *
   * @param key of the random draws
   * @param firstRow the number of the first row in whatever it is a part of
   * @param rows {@code [rows, features]}
   */
  void swap(long key, int firstRow, double probability, Tensor rows) {
    if (row.length == 0) {
      groups = samples.featureGroups();
      row = new float[samples.features()];
      rowBytes = MemorySegment.ofArray(row);
    }
    int columns = groups.columns();
    for (int r = 0; r < rows.rows(); r++) {
      long draws = Noise.part(key, firstRow + r);
      long start = (long) r * rows.columns();
      for (int column = 0; column < columns; column++) {
        if (Noise.uniform(draws, 2 * column) < probability) {
          donor[0] = (int) (Noise.uniform(draws, 2 * column + 1) * samples.size());
          samples.gather(donor, 0, 1, rowBytes);
          int end = groups.first(column) + groups.width(column);
          for (int f = groups.first(column); f < end; f++) {
            rows.set(start + f, row[f]);
          }
        }
      }
    }
  }
}
