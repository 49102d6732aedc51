/**
 * Kernels in plain Java, in any format and on any machine: one class per section of {@link
 * dev.hourglass.engine.kernel.Kernels}, in its order. In double precision they are what gradients
 * are checked with and what the fast kernels are compared with.
 *
 * <p>Start reading at {@link dev.hourglass.engine.kernel.portable.PortableKernels}.
 */
package dev.hourglass.engine.kernel.portable;
