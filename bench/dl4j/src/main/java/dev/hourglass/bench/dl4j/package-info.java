/**
 * DL4J with its native CPU backend as a contestant, in a process of its own.
 *
 * <p>Start reading at {@link dev.hourglass.bench.dl4j.Dl4jPeer}: the program a DL4J user would
 * write.
 */
package dev.hourglass.bench.dl4j;
