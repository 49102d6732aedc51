package dev.hourglass.tasks.anomaly;

/**
 * What a detector says of a row.
 *
 * @param score its surprise, in nats: higher is odder
 * @param flagged whether it lies above the threshold
 * @param percentile the share of rows like the fitted ones, in per cent, that score lower
 * @param pValue the conformal p-value: how probable so high a score is for a row of their kind; in
 *     regime {@link Regime#ALL} a rank among the fitted rows themselves
 */
public record Verdict(double score, boolean flagged, double percentile, double pValue) {}
