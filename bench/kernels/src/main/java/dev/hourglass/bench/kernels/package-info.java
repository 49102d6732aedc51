/** The speed of every kernel case that the engine's tests check, by each implementation. */
package dev.hourglass.bench.kernels;
