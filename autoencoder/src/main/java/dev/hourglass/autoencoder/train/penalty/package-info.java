/**
 * What penalties do while training: what is added to the objective and to its gradient, where each
 * of them looks.
 *
 * <p>{@link dev.hourglass.autoencoder.train.penalty.PenaltyPass} names the places. Penalties on the
 * whole batch are of two halves, so that the number of workers does not change the objective: each
 * shard adds up {@link dev.hourglass.autoencoder.train.penalty.RowStatistics} of its rows, one
 * {@link dev.hourglass.autoencoder.train.penalty.BatchLook} makes a penalty and slopes of all
 * shards' sums, and each shard takes the slopes back to its rows.
 */
package dev.hourglass.autoencoder.train.penalty;
