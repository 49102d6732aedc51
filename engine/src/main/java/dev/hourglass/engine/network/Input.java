package dev.hourglass.engine.network;

import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;

/** What the first layer of a {@link NetworkPass} reads. */
public sealed interface Input {
  /**
   * All numbers of every row.
   *
   * @param samples {@code [rows, inputs]} in the compute format
   */
  record Dense(Tensor samples) implements Input {
    @Override
    public int rows() {
      return samples.rows();
    }
  }

  /**
   * The numbers that are there. Only a dense layer with weights of its own reads them, and nothing
   * as wide as they are is kept for a row.
   *
   * @param samples filled anew for each run, with {@code rows} rows of {@code inputs} columns
   * @param rows that a run reads
   */
  record Sparse(SparseRows samples, int rows) implements Input {
    public Sparse {
      if (rows < 0 || rows > samples.rowCapacity()) {
        throw new IllegalArgumentException(
            "a pass of %d rows cannot read sparse rows with room for %d"
                .formatted(rows, samples.rowCapacity()));
      }
    }
  }

  /** Rows of a run. */
  int rows();
}
