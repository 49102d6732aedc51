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
  private final float[][] means;
  private final float[][] least;
  private final float[] levels;

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
    this.means = new float[powers.length][frequencies];
    this.least = new float[powers.length][frequencies];
    this.levels = new float[powers.length];
    fillMeans();
    fillLeast();
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

  private int first(int t) {
    return Math.max(0, t - reach.secondsBefore());
  }

  private int last(int t) {
    return Math.min(powers.length - 1, t + reach.secondsAfter());
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
        int from = Math.max(0, t - reach.smoothedBefore());
        int to = Math.min(powers.length - 1, t + reach.smoothedAfter());
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
    for (int d = -reach.nearBefore(); d <= reach.nearAfter(); d++) {
      next = copy(powers[within(t + d)], level, into, next);
    }
    for (int d = -reach.farBefore(); d <= reach.farAfter(); d++) {
      if (d < -reach.nearBefore() || d > reach.nearAfter()) {
        next = copy(bands[within(t + d)], level, into, next);
      }
    }
    next = copy(means[t], level, into, next);
    next = copy(least[t], level, into, next);
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
