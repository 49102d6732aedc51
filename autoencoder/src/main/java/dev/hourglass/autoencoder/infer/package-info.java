/**
 * A trained model at work.
 *
 * <p>An {@link dev.hourglass.autoencoder.infer.Autoencoder} is immutable and safe to use from many
 * threads: it encodes, decodes, reconstructs and scores; passes of one row and of a chunk are
 * prepared once and lent. {@link dev.hourglass.autoencoder.infer.Likelihoods} computes evidence
 * bounds, importance-weighted log p(x) and draws.
 */
package dev.hourglass.autoencoder.infer;
