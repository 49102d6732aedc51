/**
 * Finding the rows of a table that are unlike the others, and saying why. Start at {@link
 * dev.hourglass.tasks.anomaly.Detector}.
 *
 * <p>A denoiser learns to repair rows whose cells were exchanged; what it would change in a row and
 * where the row lies in its latent space are looked at by a few {@code Measure}s, whose surprises
 * add up to the score. Beside them the model keeps what scores mean, how each column was
 * distributed and the threshold.
 */
package dev.hourglass.tasks.anomaly;
