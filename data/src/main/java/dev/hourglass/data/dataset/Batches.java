package dev.hourglass.data.dataset;

import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The order in which an epoch visits the rows, cut into batches. The order is a pure function of
 * seed and epoch, so that a run resumed at any epoch sees the batches it would have seen.
 *
 * <p>Not thread-safe while {@link #shuffle} runs; between shuffles it may be read from anywhere.
 */
public final class Batches {
  private final int batchSize;
  private final long seed;
  private final int[] order;

  /**
   * @param size how many rows there are, at least 1
   * @param batchSize rows per batch, at least 1; the last batch may be shorter
   * @param seed what the order depends on, beside the epoch
   * @throws IllegalArgumentException if a number is below 1
   */
  public Batches(int size, int batchSize, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("batches need at least 1 row, but there were " + size);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("the batch size must be at least 1, but was " + batchSize);
    }
    this.batchSize = batchSize;
    this.seed = seed;
    this.order = RowOrder.all(size);
  }

  /**
   * Puts the rows in the order of this epoch; before the first call they lie in order 0, 1, 2 ….
   */
  public void shuffle(int epoch) {
    fillInOrder(order);
    permute(order, seed, epoch);
  }

  /** How many batches an epoch has, the last and perhaps shorter one included. */
  public int count() {
    return Math.ceilDiv(order.length, batchSize);
  }

  /** Where in {@link #order()} batch {@code b} begins. */
  public int from(int b) {
    return Objects.checkIndex(b, count()) * batchSize;
  }

  /** How many rows batch {@code b} has: the batch size, or what is left in the last one. */
  public int length(int b) {
    return Math.min(batchSize, order.length - from(b));
  }

  /**
   * The row numbers in visiting order; rewritten by each {@link #shuffle}, not to be written to.
   */
  public int[] order() {
    return order;
  }

  /** {@code 0 … size - 1} in an order that depends on seed and epoch alone. */
  static int[] shuffled(int size, long seed, int epoch) {
    int[] order = RowOrder.all(size);
    permute(order, seed, epoch);
    return order;
  }

  private static void fillInOrder(int[] order) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /**
   * Fisher and Yates. The epoch is hashed so that neighbouring seeds and epochs share no stream.
   */
  private static void permute(int[] order, long seed, int epoch) {
    SplittableRandom random = new SplittableRandom(seed ^ new SplittableRandom(epoch).nextLong());
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
}
