/**
 * Fitting: a blueprint, a training and samples in, a model out.
 *
 * <p>A {@link dev.hourglass.autoencoder.train.Trainer} starts a run; its workers take a shard of
 * every batch through forward and backward, meet, and step the parameters together. An {@link
 * dev.hourglass.autoencoder.train.EpochRecord} is kept of every epoch, a {@link
 * dev.hourglass.autoencoder.train.TrainingListener} hears of every step, a {@link
 * dev.hourglass.autoencoder.train.Checkpoint} lets a run go on to the same bits.
 *
 * <p>Start reading at {@link dev.hourglass.autoencoder.train.Trainer}, then {@code ShardPass}: one
 * worker's share of a step.
 */
package dev.hourglass.autoencoder.train;
