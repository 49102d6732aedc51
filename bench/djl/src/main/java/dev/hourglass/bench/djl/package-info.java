/**
 * DJL with PyTorch as a contestant, in a process of its own.
 *
 * <p>Start reading at {@link dev.hourglass.bench.djl.DjlPeer}: the program a DJL user would write.
 */
package dev.hourglass.bench.djl;
