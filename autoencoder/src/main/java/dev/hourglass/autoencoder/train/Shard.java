package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.engine.tensor.Tensor;

/**
 * One worker's share of every batch: it fetches its rows, takes them forward and backward and
 * leaves a gradient and sums. Where it computes is its own business: threads of this machine are
 * {@link LocalShard}s; a device, another machine and a test double are other shards.
 *
 * <p>After {@link #startEpoch} the methods are called in this order, once a step: {@link #gather},
 * {@link #forward}, {@link #backward}; then what the step came to may be read until the next
 * gathering. None allocates.
 */
public interface Shard {
  /**
   * Begins an epoch, of which samples may be drawn anew.
   *
   * @param epoch 1-based
   */
  default void startEpoch(int epoch) {}

  /**
   * Fetches its rows of a batch.
   *
   * @param order row numbers of the samples, in the order of this epoch; to be read only
   * @param from the first of its rows in {@code order}
   * @param rows how many; 0 where a batch is too short for everybody, and then the step leaves a
   *     gradient of zero
   */
  void gather(int[] order, int from, int rows);

  /**
   * Computes codes, outputs and the reconstruction error. Random draws depend on seed, epoch, step
   * and the row's place in the batch alone.
   *
   * @param epoch 1-based
   * @param step 0-based within the epoch
   * @param firstRow of this shard within the batch
   * @param batchSize rows of the whole batch, by which the objective is divided
   */
  void forward(int epoch, int step, int firstRow, int batchSize);

  /**
   * Sums over the rows of the last {@link #forward} what penalties on the batch look at ({@code
   * ShardStatistics}): means of units, divergences, waves. Asked for only where there is such a
   * penalty.
   *
   * @param sums overwritten
   */
  void sumStatistics(double[] sums);

  /**
   * Computes the gradient.
   *
   * @param slopes the objective's by each of the sums over the whole batch; empty where there are
   *     none
   */
  void backward(int batchSize, double[] slopes);

  /**
   * {@code [1, parameters]}: this shard's part of the batch's gradient, after {@link #backward}.
   */
  Tensor gradient();

  /** The likelihood's part of the objective, summed over the rows of the last step. */
  double reconstructionError();

  /** Σ over rows and target features of the squared reconstruction error of the last step. */
  double squaredError();

  /** The penalties' part of the objective, summed over the rows of the last step. */
  double penalty();

  /**
   * Adds what the units of the code did in the last step.
   *
   * @param epoch the activity since the epoch began
   */
  void noteActivity(UnitActivity epoch);

  /** Makes the shard of each worker. */
  @FunctionalInterface
  interface Maker {
    /**
     * A shard.
     *
     * @param setting what all shards of a training share
     * @param worker whose, from 0
     * @param mostRows of any batch that it will be given
     * @param watch that notes where its time goes: a shard ends the laps of gathering, forward and
     *     loss, and its backward is what is left
     */
    Shard make(Setting setting, int worker, int mostRows, StopWatch watch);
  }

  /**
   * What all shards of a training share.
   *
   * @param blueprint of the autoencoder
   * @param networks its layers
   * @param training how it is trained
   * @param parameters {@code [1, n]} in the master format, as they are at any moment; a shard reads
   *     them between steps
   */
  record Setting(Blueprint blueprint, Networks networks, Training training, Tensor parameters) {}
}
