/**
 * Samples as pictures: grids of images, files and data URIs of them.
 *
 * <p>{@link dev.hourglass.tasks.picture.ImageGrid} lays samples out with thin transparent gutters
 * and draws them in grey, in colour, or signed; {@link dev.hourglass.tasks.picture.Png} encodes the
 * result. No display is needed.
 */
package dev.hourglass.tasks.picture;
