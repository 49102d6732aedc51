/**
 * Blocks of numbers outside the Java heap.
 *
 * <p>A {@link dev.hourglass.engine.tensor.Tensor} is memory with a {@link
 * dev.hourglass.engine.tensor.Shape} and a {@link dev.hourglass.engine.tensor.Format}; a {@link
 * dev.hourglass.engine.tensor.Precision} says which formats a network keeps and computes in. {@link
 * dev.hourglass.engine.tensor.Noise} is where all randomness comes from: a hash of a key and a
 * counter, so that nobody keeps a generator's state.
 *
 * <p>Start reading at {@link dev.hourglass.engine.tensor.Tensor}.
 */
package dev.hourglass.engine.tensor;
