/**
 * Hourglass as a contestant, and the limit that its matrix products set.
 *
 * <p>{@link dev.hourglass.bench.hourglass.HourglassPeer} trains and encodes through the public
 * interface as any user would; {@link dev.hourglass.bench.hourglass.ProductLimit} runs nothing but
 * the products of the same line with the same library, so that the share of the limit that a
 * contestant reaches comes from one run.
 */
package dev.hourglass.bench.hourglass;
