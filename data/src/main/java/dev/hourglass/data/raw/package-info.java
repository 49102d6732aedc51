/**
 * Data as it lies in files, before any preparation.
 *
 * <p>{@link dev.hourglass.data.raw.RawData} is what every reader returns: numbers such as images,
 * or a table of typed {@link dev.hourglass.data.raw.Column}s; {@link
 * dev.hourglass.data.raw.RawBlocks} is the same a block at a time.
 */
package dev.hourglass.data.raw;
