/**
 * The autoencoder family, its training and its model file.
 *
 * <p>A {@link dev.hourglass.autoencoder.Blueprint} says what an autoencoder is: hidden layers on
 * either side of a {@link dev.hourglass.autoencoder.Bottleneck}, a {@link
 * dev.hourglass.autoencoder.Corruption} of the input, a {@link
 * dev.hourglass.autoencoder.Likelihood} of the output and any number of {@link
 * dev.hourglass.autoencoder.Penalty penalties}; the named variants are {@link
 * dev.hourglass.autoencoder.Preset presets} of it. A {@link dev.hourglass.autoencoder.Trainer} with
 * a {@link dev.hourglass.autoencoder.Training} turns it and a dataset into an {@link
 * dev.hourglass.autoencoder.Autoencoder}, which a {@link dev.hourglass.autoencoder.ModelFile}
 * keeps.
 *
 * <p>Start reading at {@code ShardPass}: one worker's share of a training step.
 */
package dev.hourglass.autoencoder;
