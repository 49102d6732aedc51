/**
 * Layers over slots of one flat parameter vector, and passes that run them.
 *
 * <p>A {@link dev.hourglass.engine.network.Network} is a list of {@link
 * dev.hourglass.engine.network.Layer}s, a description without buffers; its parameters lie where a
 * {@link dev.hourglass.engine.network.ParameterLayout} put them. A {@link
 * dev.hourglass.engine.network.NetworkPass} binds it to buffers for a number of rows and runs it
 * forward and backward without allocating; each layer's forward and backward stand side by side in
 * one file.
 *
 * <p>Start reading at {@link dev.hourglass.engine.network.NetworkPass}, then {@link
 * dev.hourglass.engine.network.DensePass}.
 */
package dev.hourglass.engine.network;
