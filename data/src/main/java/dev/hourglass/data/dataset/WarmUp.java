package dev.hourglass.data.dataset;

/**
 * Tells when to take the vector loop. Vector code that the compiler has not reached yet is a
 * thousand times slower than plain code, so of the first rows only a few go that way, enough to get
 * it compiled.
 *
 * <p>Threads may miss each other's counts; that only moves the moment at which the fast loop takes
 * over, and both loops give the same bits.
 */
public final class WarmUp {
  private static final int WARM = 1 << 17;
  private static final int COLD_STEP = 128;

  private int rows;

  /** Counts a row, and says whether it should be done with vectors. */
  public boolean next() {
    int before = rows;
    if (before >= WARM) {
      return true;
    }
    rows = before + 1;
    return before % COLD_STEP == 0;
  }
}
