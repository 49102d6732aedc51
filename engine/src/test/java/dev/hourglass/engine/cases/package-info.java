/**
 * The list of kernel operations that tests and the bench share.
 *
 * <p>Start at {@link dev.hourglass.engine.cases.KernelCases}. A {@link
 * dev.hourglass.engine.cases.KernelCase} asks an {@link dev.hourglass.engine.cases.Operands} for
 * the tensors it needs and binds an implementation of {@link dev.hourglass.engine.kernel.Kernels}
 * to them; what comes out can be run, compared with the same case bound elsewhere, differentiated
 * or timed.
 */
package dev.hourglass.engine.cases;
