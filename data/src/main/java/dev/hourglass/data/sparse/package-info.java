/**
 * Samples of many features, most of them zero: ratings, words, clicks.
 *
 * <p>{@link dev.hourglass.data.sparse.SparseSamples} keep rows of (index, value) and nothing for
 * what is not there. They are a {@link dev.hourglass.data.dataset.Dataset} like any other, and hand
 * out their entries to whoever can multiply by them alone.
 */
package dev.hourglass.data.sparse;
