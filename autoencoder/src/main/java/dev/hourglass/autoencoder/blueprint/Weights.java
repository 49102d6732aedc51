package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.network.Initializer;

/**
 * How weights start and whether the decoder has some of its own.
 *
 * @param initializer of the weights
 * @param tied whether the decoder's weights are the encoder's, transposed; wants a mirrored decoder
 */
public record Weights(Initializer initializer, boolean tied) {}
