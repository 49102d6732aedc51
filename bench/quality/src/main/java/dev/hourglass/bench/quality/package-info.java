/**
 * Float32 beside bfloat16 in quality: every variant of the family trained in both, with several
 * seeds, and whether its figures differ by more than the seeds move them.
 */
package dev.hourglass.bench.quality;
