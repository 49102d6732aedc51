/**
 * Samples that were never there: drawn from the prior, between two samples, along one unit of the
 * code.
 *
 * <p>{@link dev.hourglass.tasks.generate.Generation} gives rows of samples; {@link
 * dev.hourglass.tasks.picture.ImageGrid} draws them. Models without a prior are explored around the
 * codes of data, and a {@link dev.hourglass.tasks.generate.FittedPrior}, a Gaussian fitted to those
 * codes, is there for who asks for it by name.
 */
package dev.hourglass.tasks.generate;
