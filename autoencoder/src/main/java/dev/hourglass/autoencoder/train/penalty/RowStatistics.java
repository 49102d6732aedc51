package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.engine.tensor.Tensor;

/** A shard's half of a penalty on the batch: numbers of each row that are summed over all rows. */
public interface RowStatistics {
  /** How many numbers there are of a row. */
  int count();

  /** Computes those of the rows as they are now; draws depend on seed, epoch and step alone. */
  void read(long seed, int epoch, int step);

  /** Adds those last read, summed over the first rows, to {@code sums} from {@code at} on. */
  void addTo(double[] sums, int at, int rows);

  /**
   * Adds to the gradient of what was read.
   *
   * @param slopes the objective's by each sum, from {@code at} on
   * @param gradient of what {@link #place} says, as wide as that
   */
  void backward(double[] slopes, int at, Tensor gradient);

  /** What is read. */
  Place place();

  /** Where rows are read. */
  enum Place {
    /** The code, {@code [rows, code]}. */
    CODE,
    /** What a Gaussian bottleneck draws from, {@code [rows, 2·code]}: means, log-variances. */
    HEADS
  }
}
