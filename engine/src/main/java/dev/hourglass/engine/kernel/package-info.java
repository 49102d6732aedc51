/**
 * The operations that crunch numbers, and the choice of who does it.
 *
 * <p>{@link dev.hourglass.engine.kernel.Kernels} names every operation with its equation. The
 * {@link dev.hourglass.engine.kernel.KernelLadder} tries the rungs, fastest first: each is a room
 * of its own inside this one, which nobody outside enters. {@code portable} is plain Java in any
 * format; {@code vector} the Vector API's loops; {@code onednn} the native library's products, with
 * {@code vector} for the rest. A rung that does not hold here is a {@link
 * dev.hourglass.engine.kernel.Refusal} with its reason and remedy.
 *
 * <p>A {@link dev.hourglass.engine.kernel.Product} is prepared from a {@link
 * dev.hourglass.engine.kernel.ProductPlan} once and run many times. Kernels are handed in to
 * whatever computes, from the top.
 */
package dev.hourglass.engine.kernel;
