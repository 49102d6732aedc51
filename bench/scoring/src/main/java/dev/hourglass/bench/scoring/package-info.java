/**
 * How fast rows are scored, from CSV to CSV, from memory, and one by one: {@link
 * dev.hourglass.bench.scoring.ScoringSpeed}.
 */
package dev.hourglass.bench.scoring;
