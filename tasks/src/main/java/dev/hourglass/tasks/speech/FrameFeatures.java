package dev.hourglass.tasks.speech;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the network reads of each window of a recording: the log power of the windows around it, the
 * near ones at every frequency, the far ones in bands; and of the seconds around it each
 * frequency's mean and least log power, which is where state over time enters: speech comes and
 * goes, noise stays.
 *
 * <p>All is relative to the mean of these seconds, so that loudness does not matter.
 */
final class FrameFeatures {
  /** Frequencies of a band. */
  private static final int BAND = 4;

  /** Log powers are about so many nats wide. */
  private static final float SCALE = 0.25f;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final Reach reach;
  private final int frequencies;
  private final float[][] powers;
  private final float[][] bands;
  private final SecondsAround seconds;

  /**
   * Of a recording.
   *
   * @param powers log power, {@code [windows][frequencies]}
   */
  FrameFeatures(float[][] powers, Reach reach) {
    this.reach = reach;
    this.powers = powers;
    this.frequencies = powers[0].length;
    this.bands = new float[powers.length][bands(frequencies)];
    for (int t = 0; t < powers.length; t++) {
      fillBands(powers[t], bands[t]);
    }
    this.seconds = new SecondsAround(powers, reach);
  }

  /** How many bands there are. */
  static int bands(int frequencies) {
    return Math.ceilDiv(frequencies, BAND);
  }

  /** The mean log power of each band of a window. */
  static void fillBands(float[] powers, float[] bands) {
    for (int b = 0; b < bands.length; b++) {
      int end = Math.min(powers.length, (b + 1) * BAND);
      bands[b] = 0;
      for (int f = b * BAND; f < end; f++) {
        bands[b] += powers[f] / (end - b * BAND);
      }
    }
  }

  int frames() {
    return powers.length;
  }

  /** Writes what is read of a window as float32 from byte {@code at} on; allocates nothing. */
  void copy(int t, MemorySegment into, long at) {
    float level = seconds.level(t);
    long next = at;
    for (int d = -reach.nearBefore(); d <= reach.nearAfter(); d++) {
      next = copy(powers[within(t + d)], level, into, next);
    }
    for (int d = -reach.farBefore(); d <= reach.farAfter(); d++) {
      if (d < -reach.nearBefore() || d > reach.nearAfter()) {
        next = copy(bands[within(t + d)], level, into, next);
      }
    }
    next = copy(seconds.means(t), level, into, next);
    next = copy(seconds.least(t), level, into, next);
    assert next - at == (long) reach.width(frequencies) * Float.BYTES;
  }

  private int within(int t) {
    return Math.clamp(t, 0, powers.length - 1);
  }

  /** Writes values as they are read; gives where the next ones go. */
  static long copy(float[] values, float level, MemorySegment into, long at) {
    for (int i = 0; i < values.length; i++) {
      into.set(FLOAT, at + (long) i * Float.BYTES, (values[i] - level) * SCALE);
    }
    return at + (long) values.length * Float.BYTES;
  }
}
