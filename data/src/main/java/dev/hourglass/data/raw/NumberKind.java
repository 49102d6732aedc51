package dev.hourglass.data.raw;

/** What the numbers of an array were stored as; it decides how they are scaled by default. */
public enum NumberKind {
  /** Unsigned bytes, gathered as {@code value / 255}: always within 0 and 1. */
  BYTES,
  /** Anything else, gathered as it is. */
  FLOATS
}
