/**
 * Filters that were there before networks, to measure a denoiser against: a picture's noise out by
 * the neighbourhood of each pixel. Start at {@link
 * dev.hourglass.tasks.denoise.classic.ClassicFilter}.
 */
package dev.hourglass.tasks.denoise.classic;
