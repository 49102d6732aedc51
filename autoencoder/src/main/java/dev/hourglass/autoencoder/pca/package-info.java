/**
 * The leading principal components of any number of samples of any width, never more than a block
 * of them in memory: where a linear path starts, and what an autoencoder is compared with.
 *
 * <p>Start reading at {@link dev.hourglass.autoencoder.pca.PrincipalComponents}.
 */
package dev.hourglass.autoencoder.pca;
