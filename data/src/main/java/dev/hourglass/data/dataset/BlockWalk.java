package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;

/** Goes through samples in order, a block of rows at a time in one buffer, on one thread. */
public final class BlockWalk {
  /** Floats of a block: 1.6 MB of them, which a core's second-level cache holds. */
  private static final int CACHED_FLOATS = 400_000;

  /** Receives the blocks. */
  @FunctionalInterface
  public interface Visitor {
    /** Rows {@code from} to {@code from + count - 1} lie in the buffer, from byte 0. */
    void block(int from, int count);
  }

  private BlockWalk() {}

  /**
   * How many rows of {@code features} numbers stay in a core's cache as float32, but at least
   * {@code fewest} and at most {@code most}.
   */
  public static int cachedRows(int features, int fewest, int most) {
    return Math.clamp(CACHED_FLOATS / features, fewest, most);
  }

  /**
   * Gathers all samples, block by block.
   *
   * @param blockRows the rows of every block but perhaps the last, at least 1
   * @param block where they are gathered, {@code blockRows × features} float32
   */
  public static void over(Dataset samples, int blockRows, MemorySegment block, Visitor visitor) {
    int[] rows = new int[blockRows];
    for (int from = 0; from < samples.size(); from += blockRows) {
      int count = Math.min(blockRows, samples.size() - from);
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      samples.gather(rows, 0, count, block);
      visitor.block(from, count);
    }
  }
}
