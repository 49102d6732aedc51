/**
 * What is measured, and how a contestant's process talks with the driver.
 *
 * <p>A {@link dev.hourglass.bench.Line} is one row of the table: training an {@link
 * dev.hourglass.bench.Architecture} at one batch size, encoding all images, or encoding a single
 * one. A {@link dev.hourglass.bench.Peer} does that work with one library. Each contestant runs in
 * a process of its own, where {@link dev.hourglass.bench.PeerProcess} reads orders from standard
 * input and prints one {@link dev.hourglass.bench.Answer} as a JSON line for each, so that class
 * paths, native libraries and thread teams never meet, and the driver can let contestants take
 * turns. Everybody works on the same {@link dev.hourglass.bench.Images}.
 */
package dev.hourglass.bench;
