/**
 * What tells of a row how odd it is, each by one look at it, and the scale on which such looks add
 * up: {@link dev.hourglass.tasks.anomaly.measure.Measure}.
 */
package dev.hourglass.tasks.anomaly.measure;
