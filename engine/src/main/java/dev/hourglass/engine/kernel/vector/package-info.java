/**
 * Element-wise kernels, reductions, losses and optimisers in the Vector API, in float32 and
 * bfloat16: one class per section of {@link dev.hourglass.engine.kernel.Kernels}, in its order.
 *
 * <p>Loops over vectors are fast only when everything in them is inlined: {@link
 * dev.hourglass.engine.kernel.vector.VectorCompilation} sees to it, {@link
 * dev.hourglass.engine.kernel.vector.VectorStrip} and {@link
 * dev.hourglass.engine.kernel.vector.VectorLanes} read memory at addresses that are checked once a
 * strip.
 */
package dev.hourglass.engine.kernel.vector;
