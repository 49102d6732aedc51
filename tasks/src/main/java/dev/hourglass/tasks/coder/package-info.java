/**
 * Whatever turns samples into codes and codes back into samples: an autoencoder, or one of the
 * classics it has to beat.
 *
 * <p>A {@link dev.hourglass.tasks.coder.Coder} is what evaluation, movement and comparison ask for,
 * so that a trained network, {@link dev.hourglass.tasks.coder.Pca} and {@link
 * dev.hourglass.tasks.coder.KMeans} are measured by the same code. PCA is what a linear autoencoder
 * comes to at best (Baldi and Hornik 1989); k-means is the sparsest autoencoder there is, with
 * exactly one unit active.
 */
package dev.hourglass.tasks.coder;
