/**
 * Samples in few bytes: codes quantised with a step a unit and entropy-coded in integers, alone or
 * with what it takes to bring the samples back exactly.
 *
 * <p>Comes in: data and a model. Goes out: a {@code .hgz} file of checked blocks, and from it codes
 * or samples. Start reading at {@link dev.hourglass.tasks.compress.Compressor} and {@link
 * dev.hourglass.tasks.compress.Decompressor}; the format is in docs/compression.md.
 */
package dev.hourglass.tasks.compress;
