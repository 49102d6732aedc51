package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The samples whose cells stand in for others under {@link Corruption.Swap}: drawn from all of
 * them, anew for every row. One for each thread.
 */
public final class SwapDonors {
  /**
   * So many rows give their cells to one, or as many as there are columns: whole rows are fetched,
   * and a row for each of a thousand columns would cost more than the network does.
   */
  private static final int MOST = 16;

  private final Dataset samples;
  private FeatureGroups groups = FeatureGroups.single(0);
  private int[] donors = {};
  private float[] rows = {};
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
   * @param damaged {@code [rows, features]}
   */
  void swap(long key, int firstRow, double probability, Tensor damaged) {
    if (donors.length == 0) {
      groups = samples.featureGroups();
      donors = new int[Math.min(MOST, groups.columns())];
      rows = new float[donors.length * damaged.columns()];
      rowBytes = MemorySegment.ofArray(rows);
    }
    for (int r = 0; r < damaged.rows(); r++) {
      long draws = Noise.part(key, firstRow + r);
      for (int d = 0; d < donors.length; d++) {
        donors[d] = (int) (Noise.uniform(draws, d) * samples.size());
      }
      samples.gather(donors, 0, donors.length, rowBytes);
      swapRow(draws, probability, damaged, r);
    }
  }

  private void swapRow(long draws, double probability, Tensor damaged, int row) {
    int features = damaged.columns();
    for (int column = 0; column < groups.columns(); column++) {
      if (Noise.uniform(draws, donors.length + column) < probability) {
        int from = column % donors.length * features;
        int end = groups.first(column) + groups.width(column);
        for (int f = groups.first(column); f < end; f++) {
          damaged.set((long) row * features + f, rows[from + f]);
        }
      }
    }
  }
}
