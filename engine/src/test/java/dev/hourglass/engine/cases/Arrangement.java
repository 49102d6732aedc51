package dev.hourglass.engine.cases;

/** In which formats and where in memory the operands of a case lie. */
public enum Arrangement {
  /** All in float32. */
  FLOAT32,
  /** What a bfloat16 network computes on in bfloat16, its masters and reductions in float32. */
  BFLOAT16,
  /**
   * Float32 or bfloat16 as the seed has it, starting at any element of a line of memory, as slices
   * of a flat parameter vector do.
   */
  MIXED,
  /** All in float32, every output that may be the same tensor as an input being that tensor. */
  IN_PLACE,
  /** All in float64, ordinary values only and none near a kink: what central differences want. */
  FLOAT64
}
