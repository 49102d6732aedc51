package dev.hourglass.autoencoder.rows;

import dev.hourglass.data.dataset.BlockWalk;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * Goes through rows in blocks, on every processor. Each worker has one contiguous stretch and
 * visits it in ascending order, so what a worker sums depends on the number of workers and on
 * nothing else.
 */
public final class RowBlocks {
  /** The most rows of a block. */
  private static final int MOST_ROWS = 512;

  /** The fewest: below this products are slow, however wide the rows are. */
  private static final int FEWEST_ROWS = 16;

  /** What a worker does with its blocks; made on the worker's own thread, with its own buffers. */
  @FunctionalInterface
  public interface Work {
    /** Rows {@code from} to {@code from + count - 1}; {@code count} is at most the block's size. */
    void run(int from, int count);
  }

  /** Makes a worker's work. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Called once on each worker's thread.
     *
     * @param worker 0 to {@code workers() - 1}
     * @param arena for the worker's buffers; closed when the worker is done
     */
    Work open(int worker, Arena arena);
  }

  private RowBlocks() {}

  /** How many rows of {@code features} numbers make a good block. */
  public static int blockRows(int features) {
    return BlockWalk.cachedRows(features, FEWEST_ROWS, MOST_ROWS);
  }

  /** A zero-filled float32 buffer in a worker's arena. */
  public static Tensor buffer(Arena arena, int rows, int columns) {
    return Tensor.allocate(arena, new Shape(rows, columns), Format.FLOAT32);
  }

  /** How many workers a run has. */
  public static int workers() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Visits all rows.
   *
   * @param rows how many there are
   * @param blockRows the most a block has
   * @param opening makes each worker's work
   */
  public static void run(int rows, int blockRows, Opening opening) {
    int count = Math.max(1, Math.min(workers(), Math.ceilDiv(rows, blockRows)));
    Workers team = new Workers(count);
    team.run(
        worker -> {
          int end = team.from(worker + 1, rows);
          // Confined: only this worker touches its buffers, and they go when it is done.
          try (Arena arena = Arena.ofConfined()) {
            Work work = opening.open(worker, arena);
            for (int from = team.from(worker, rows); from < end; from += blockRows) {
              work.run(from, Math.min(blockRows, end - from));
            }
          }
        });
  }
}
