/**
 * The contractive penalty, the squared norm of the Jacobian of the code, exact at any depth, and
 * its exact gradient.
 *
 * <p>{@link dev.hourglass.autoencoder.train.contractive.ContractivePass} takes the cheapest of
 * three ways: column norms for a single layer, a product of two Gram matrices for one hidden layer
 * and a linear code, tangents that travel back like data for anything else. The derivation is in
 * {@code docs/variants.md}.
 */
package dev.hourglass.autoencoder.train.contractive;
