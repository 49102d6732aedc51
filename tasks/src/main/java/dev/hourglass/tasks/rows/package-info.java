/**
 * Many rows, block by block, on every processor: what all tasks share.
 *
 * <p>A {@link dev.hourglass.tasks.rows.RowBlocks} run cuts rows into blocks small enough to stay in
 * a core's cache and hands each worker its own stretch of them, in order, so that sums kept per
 * worker come out the same every time. {@link dev.hourglass.tasks.rows.RowProduct} is the engine's
 * matrix product prepared for such blocks, the shorter last one included, and {@link
 * dev.hourglass.tasks.rows.Affine} a linear map of any number of rows made of it. {@link
 * dev.hourglass.tasks.rows.AlteredSamples} changes samples while they are gathered.
 */
package dev.hourglass.tasks.rows;
