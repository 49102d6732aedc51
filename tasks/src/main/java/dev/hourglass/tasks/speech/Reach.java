package dev.hourglass.tasks.speech;

/**
 * How many windows around one tell what it holds.
 *
 * @param nearBefore windows before it that are read at every frequency
 * @param nearAfter windows after it that are
 * @param farBefore windows before it that are read in bands
 * @param farAfter windows after it that are
 * @param secondsBefore windows before it that tell what stays
 * @param secondsAfter windows after it that do
 */
record Reach(
    int nearBefore,
    int nearAfter,
    int farBefore,
    int farAfter,
    int secondsBefore,
    int secondsAfter) {
  /** Of recordings, whose end is known: two seconds back and one ahead. */
  static final Reach FILE = new Reach(3, 2, 15, 10, 250, 125);

  /** Of speech as it comes: nothing ahead. */
  static final Reach LIVE = new Reach(3, 0, 15, 0, 250, 0);

  /** Windows that the least power is a mean of. */
  private static final int SMOOTHED = 5;

  int near() {
    return nearBefore + 1 + nearAfter;
  }

  int far() {
    return farBefore + farAfter - nearBefore - nearAfter;
  }

  int smoothedBefore() {
    return SMOOTHED - 1 - smoothedAfter();
  }

  int smoothedAfter() {
    return Math.min(SMOOTHED / 2, secondsAfter);
  }

  /** How many numbers are read of a window. */
  int width(int frequencies) {
    return (near() + 2) * frequencies + far() * FrameFeatures.bands(frequencies);
  }
}
