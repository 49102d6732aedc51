/**
 * Many rows at once: what all tasks share.
 *
 * <p>{@link dev.hourglass.tasks.rows.Affine} is a linear map of any number of rows, and {@link
 * dev.hourglass.tasks.rows.AlteredSamples} changes samples while they are gathered.
 */
package dev.hourglass.tasks.rows;
