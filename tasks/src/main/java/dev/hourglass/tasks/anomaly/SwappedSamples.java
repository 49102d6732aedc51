package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows of which some cells are exchanged for the same column's cell of another row: each cell alone
 * is one that occurs, and only beside the others is it out of place. A denoiser that repairs them
 * learns how columns depend on each other.
 *
 * <p>There are as many samples as are asked for, whatever the number of rows: sample {@code i} is
 * row {@code i} modulo their number, with draws of its own. So one pass over them is a training of
 * so many samples, and the noise never repeats.
 */
final class SwappedSamples implements RowSamples {
  private final Tensor rows;
  private final FeatureGroups groups;
  private final int size;
  private final double probability;
  private final long seed;

  /**
   * Rows under exchange.
   *
   * @param rows {@code [rows, features]}, float32
   * @param groups the features of each column
   * @param size how many samples there are to be
   * @param probability that a cell is exchanged; 0 leaves the rows as they are
   */
  SwappedSamples(Tensor rows, FeatureGroups groups, int size, double probability, long seed) {
    this.rows = rows;
    this.groups = groups;
    this.size = size;
    this.probability = probability;
    this.seed = seed;
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    long rowBytes = (long) rows.columns() * Float.BYTES;
    long from = Objects.checkIndex(row, size) % rows.rows() * rowBytes;
    MemorySegment.copy(rows.segment(), from, into, at, rowBytes);
    if (probability == 0) {
      return;
    }
    long key = Noise.key(seed, NoisePurpose.SWAPPED_CELLS, 0, row);
    for (int column = 0; column < groups.columns(); column++) {
      if (Noise.uniform(key, 2 * column) < probability) {
        long donor = (long) (Noise.uniform(key, 2 * column + 1) * rows.rows());
        long offset = (long) groups.first(column) * Float.BYTES;
        MemorySegment.copy(
            rows.segment(),
            donor * rowBytes + offset,
            into,
            at + offset,
            (long) groups.width(column) * Float.BYTES);
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public SampleShape shape() {
    return SampleShape.vector(rows.columns());
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.empty();
  }

  @Override
  public List<String> featureNames() {
    return List.of();
  }

  @Override
  public String source() {
    return "%d samples of %d rows of %s".formatted(size, rows.rows(), Format.FLOAT32);
  }
}
