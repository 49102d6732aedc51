/**
 * Formats that want libraries of their own: Parquet, read by Hardwood, and zstd. Nothing here is
 * called by name: with this module on the path {@link dev.hourglass.data.read.DataReader} reads
 * them like any other table.
 */
package dev.hourglass.readers;
