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
  private static final int NEAR_BEFORE = 3;
  private static final int NEAR_AFTER = 2;
  private static final int FAR_BEFORE = 15;
  private static final int FAR_AFTER = 10;

  /** Frequencies of a band. */
  private static final int BAND = 4;

  /** Windows of the seconds around one, before and after it. */
  private static final int SECONDS_BEFORE = 250;

  private static final int SECONDS_AFTER = 125;

  /** Log powers are about so many nats wide. */
  private static final float SCALE = 0.25f;

  /** Windows that the least power is a mean of. */
  private static final int SMOOTHED = 5;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final int frequencies;
  private final float[][] powers;
  private final float[][] bands;
  private final float[][] means;
  private final float[][] least;
  private final float[] levels;

  /**
   * Of a recording.
   *
   * @param powers log power, {@code [windows][frequencies]}
   */
  FrameFeatures(float[][] powers) {
    this.powers = powers;
    this.frequencies = powers[0].length;
    this.bands = bands(powers);
    this.means = new float[powers.length][frequencies];
    this.least = new float[powers.length][frequencies];
    this.levels = new float[powers.length];
    fillMeans();
    fillLeast();
  }

  /** How many numbers a window has. */
  static int width(int frequencies) {
    int near = NEAR_BEFORE + 1 + NEAR_AFTER;
    int far = FAR_BEFORE + FAR_AFTER - NEAR_BEFORE - NEAR_AFTER;
    return (near + 2) * frequencies + far * Math.ceilDiv(frequencies, BAND);
  }

  int frames() {
    return powers.length;
  }

  private static float[][] bands(float[][] powers) {
    int count = Math.ceilDiv(powers[0].length, BAND);
    float[][] bands = new float[powers.length][count];
    for (int t = 0; t < powers.length; t++) {
      for (int b = 0; b < count; b++) {
        int end = Math.min(powers[t].length, (b + 1) * BAND);
        for (int f = b * BAND; f < end; f++) {
          bands[t][b] += powers[t][f] / (end - b * BAND);
        }
      }
    }
    return bands;
  }

  private int first(int t) {
    return Math.max(0, t - SECONDS_BEFORE);
  }

  private int last(int t) {
    return Math.min(powers.length - 1, t + SECONDS_AFTER);
  }

  private void fillMeans() {
    double[] sums = new double[frequencies];
    int from = 0;
    int to = -1;
    for (int t = 0; t < powers.length; t++) {
      while (to < last(t)) {
        to++;
        for (int f = 0; f < frequencies; f++) {
          sums[f] += powers[to][f];
        }
      }
      while (from < first(t)) {
        for (int f = 0; f < frequencies; f++) {
          sums[f] -= powers[from][f];
        }
        from++;
      }
      double level = 0;
      for (int f = 0; f < frequencies; f++) {
        means[t][f] = (float) (sums[f] / (to - from + 1));
        level += means[t][f];
      }
      levels[t] = (float) (level / frequencies);
    }
  }

  /** The least of means over some windows: minimum statistics (Martin 2001). */
  private void fillLeast() {
    int[] queue = new int[powers.length];
    float[] smoothed = new float[powers.length];
    for (int f = 0; f < frequencies; f++) {
      for (int t = 0; t < powers.length; t++) {
        int from = Math.max(0, t - SMOOTHED / 2);
        int to = Math.min(powers.length - 1, t + SMOOTHED / 2);
        float sum = 0;
        for (int i = from; i <= to; i++) {
          sum += powers[i][f];
        }
        smoothed[t] = sum / (to - from + 1);
      }
      int head = 0;
      int tail = 0;
      int next = 0;
      for (int t = 0; t < powers.length; t++) {
        while (next <= last(t)) {
          while (tail > head && smoothed[queue[tail - 1]] >= smoothed[next]) {
            tail--;
          }
          queue[tail++] = next++;
        }
        while (queue[head] < first(t)) {
          head++;
        }
        least[t][f] = smoothed[queue[head]];
      }
    }
  }

  /** Writes what is read of a window as float32 from byte {@code at} on; allocates nothing. */
  void copy(int t, MemorySegment into, long at) {
    float level = levels[t];
    long next = at;
    for (int d = -NEAR_BEFORE; d <= NEAR_AFTER; d++) {
      next = copy(powers[within(t + d)], level, into, next);
    }
    for (int d = -FAR_BEFORE; d <= FAR_AFTER; d++) {
      if (d < -NEAR_BEFORE || d > NEAR_AFTER) {
        next = copy(bands[within(t + d)], level, into, next);
      }
    }
    next = copy(means[t], level, into, next);
    next = copy(least[t], level, into, next);
    assert next - at == (long) width(frequencies) * Float.BYTES;
  }

  private int within(int t) {
    return Math.clamp(t, 0, powers.length - 1);
  }

  private static long copy(float[] values, float level, MemorySegment into, long at) {
    for (int i = 0; i < values.length; i++) {
      into.set(FLOAT, at + (long) i * Float.BYTES, (values[i] - level) * SCALE);
    }
    return at + (long) values.length * Float.BYTES;
  }
}
