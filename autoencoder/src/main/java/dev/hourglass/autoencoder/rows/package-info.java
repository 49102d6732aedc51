/**
 * Many rows, block by block, on every processor.
 *
 * <p>A {@link dev.hourglass.autoencoder.rows.RowBlocks} run cuts rows into blocks small enough to
 * stay in a core's cache and hands each worker its own stretch of them, in order, so that sums kept
 * per worker come out the same every time. {@link dev.hourglass.autoencoder.rows.RowProduct} is the
 * engine's matrix product prepared for such blocks, the shorter last one included.
 */
package dev.hourglass.autoencoder.rows;
