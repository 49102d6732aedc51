/**
 * From raw data to the numbers a network wants.
 *
 * <p>A {@link dev.hourglass.data.prepare.Preparation} is fitted on training rows as {@link
 * dev.hourglass.data.prepare.PreparationOptions} ask: numbers are scaled, categories become units,
 * gaps are filled. It travels in the model file, makes a {@link dev.hourglass.data.dataset.Dataset}
 * of raw data, takes one raw row by itself, and turns features back into values.
 *
 * <p>{@link dev.hourglass.data.prepare.PreparedSplit} reads, holds out, fits and applies in one
 * place, so that nothing held out is learnt from.
 *
 * <p>Start reading at {@link dev.hourglass.data.prepare.Preparation}.
 */
package dev.hourglass.data.prepare;
