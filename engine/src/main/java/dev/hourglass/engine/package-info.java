/**
 * Numbers, and nothing of autoencoders or files.
 *
 * <p>A {@link dev.hourglass.engine.Tensor} is a block of off-heap memory with a shape and a format.
 * {@link dev.hourglass.engine.Kernels} is the only place where numbers are crunched; {@link
 * dev.hourglass.engine.KernelLadder} picks an implementation. A {@link
 * dev.hourglass.engine.Network} is a list of {@link dev.hourglass.engine.Layer}s over one flat
 * parameter vector, laid out by a {@link dev.hourglass.engine.ParameterLayout}; a {@link
 * dev.hourglass.engine.NetworkPass} binds it to buffers and runs it forward and backward without
 * allocating. {@link dev.hourglass.engine.Workers} is the team of threads that shares a batch.
 *
 * <p>Start reading at {@link dev.hourglass.engine.NetworkPass}, then {@link
 * dev.hourglass.engine.DensePass}.
 */
package dev.hourglass.engine;
