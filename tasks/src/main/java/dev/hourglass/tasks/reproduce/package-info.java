/**
 * Training a model again from its file alone, and what differs then.
 *
 * <p>A model file holds blueprint, training, fitted preparation and how its data was read and
 * split. {@link dev.hourglass.tasks.reproduce.Reproduction} reads data that is said to be the same,
 * trains again and compares every tensor; the {@link
 * dev.hourglass.tasks.reproduce.ReproductionReport} tells whether the bits are equal and, where
 * they are not, why that may be.
 */
package dev.hourglass.tasks.reproduce;
