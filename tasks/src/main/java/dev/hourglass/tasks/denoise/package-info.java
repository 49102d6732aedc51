/**
 * Cleaning: pictures of any size without their noise.
 *
 * <p>{@link dev.hourglass.tasks.denoise.CleanPieces} or {@link
 * dev.hourglass.tasks.denoise.PairedPieces} read what to learn from, {@link
 * dev.hourglass.tasks.denoise.DenoiserFitting} makes a model of it, {@link
 * dev.hourglass.tasks.denoise.PictureDenoiser} uses that, and {@link
 * dev.hourglass.tasks.denoise.DenoisingEvaluation} measures it beside the classics.
 */
package dev.hourglass.tasks.denoise;
