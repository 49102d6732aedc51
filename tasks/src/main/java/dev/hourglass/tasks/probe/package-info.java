/**
 * How much of what matters is left in a code: classifiers that are too simple to make up for it.
 *
 * <p>In come codes and labels. {@link dev.hourglass.tasks.probe.LinearProbe} is a logistic
 * regression trained to convergence (Alain and Bengio 2016), {@link
 * dev.hourglass.tasks.probe.NearestNeighbours} a vote of the nearest codes; out comes the share of
 * samples either gets right. Both are deterministic.
 */
package dev.hourglass.tasks.probe;
