/**
 * Files in, raw data out.
 *
 * <p>{@link dev.hourglass.data.read.DataReader} recognises what lies at a path and returns {@link
 * dev.hourglass.data.raw.RawData}: numbers such as images, or a table of typed columns. All input
 * is suspect: no length is believed before it has been checked against the bytes that are there.
 *
 * <p>A {@link dev.hourglass.data.read.RowStream} reads the same block by block, for data that is
 * longer than memory.
 *
 * <p>Start reading at one reader: {@link dev.hourglass.data.read.IdxFile}, {@link
 * dev.hourglass.data.read.NpyFile} or {@link dev.hourglass.data.picture.ImageFolder}.
 */
package dev.hourglass.data.read;
