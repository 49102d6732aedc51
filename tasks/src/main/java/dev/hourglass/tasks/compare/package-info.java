/**
 * The family side by side, on the user's own data: what each model is good at, and whether it beats
 * the classics at all.
 *
 * <p>In come {@link dev.hourglass.tasks.compare.ComparisonData} and {@link
 * dev.hourglass.tasks.compare.Variant}s. {@link dev.hourglass.tasks.compare.Comparison} trains each
 * on the same rows, fits PCA of the same size and k-means, and puts all of them through the same
 * measurements ({@link dev.hourglass.tasks.compare.Measurement}). Out comes a {@link
 * dev.hourglass.tasks.compare.ComparisonResult}, which {@link
 * dev.hourglass.tasks.compare.ComparisonReport} turns into one HTML page. Start reading at {@code
 * Comparison}.
 */
package dev.hourglass.tasks.compare;
