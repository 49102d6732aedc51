package dev.hourglass.autoencoder.train.penalty;

/** The other half of a penalty on the batch: what sums over all rows come to. */
@FunctionalInterface
public interface BatchLook {
  /**
   * The penalty and its slopes.
   *
   * @param sums over the batch, a penalty's own from {@code at} on
   * @param slopes written from {@code at} on: the objective's by each sum
   * @param epoch 1-based
   * @param step 0-based within the epoch
   * @return the penalty, summed over the batch
   */
  double look(double[] sums, int at, int batchSize, int epoch, int step, double[] slopes);
}
