package dev.hourglass.tasks.speech;

import java.lang.foreign.MemorySegment;

/**
 * The {@link FrameFeatures} of {@link Reach#LIVE}, window by window as they come: it keeps two
 * seconds of windows, however long it runs, and allocates nothing after it was made.
 */
final class RunningFeatures {
  private static final Reach REACH = Reach.LIVE;
  private static final int KEPT = REACH.secondsBefore() + 1;

  /**
   * One more than windows that are kept: with as many, a full queue would look like an empty one.
   */
  private static final int PLACES = KEPT + 1;

  private final int frequencies;
  private final float[][] powers;
  private final float[][] bands;
  private final float[][] smoothed;

  /** Of each frequency, the windows that are least until they leave, ascending. */
  private final long[][] queue;

  private final int[] head;
  private final int[] tail;
  private final double[] sums;
  private final float[] means;
  private final float[] least;
  private float level;
  private long last = -1;

  RunningFeatures(int frequencies) {
    this.frequencies = frequencies;
    this.powers = new float[KEPT][frequencies];
    this.bands = new float[REACH.farBefore() + 1][FrameFeatures.bands(frequencies)];
    this.smoothed = new float[KEPT][frequencies];
    this.queue = new long[frequencies][PLACES];
    this.head = new int[frequencies];
    this.tail = new int[frequencies];
    this.sums = new double[frequencies];
    this.means = new float[frequencies];
    this.least = new float[frequencies];
  }

  private static int place(long t, float[][] ring) {
    return (int) (t % ring.length);
  }

  /** The next window. */
  void add(float[] logPower) {
    last++;
    float[] row = powers[place(last, powers)];
    boolean full = last >= KEPT;
    double total = 0;
    for (int f = 0; f < frequencies; f++) {
      sums[f] += logPower[f];
      if (full) {
        sums[f] -= row[f];
      }
      row[f] = logPower[f];
      means[f] = (float) (sums[f] / Math.min(last + 1, KEPT));
      total += means[f];
    }
    level = (float) (total / frequencies);
    FrameFeatures.fillBands(row, bands[place(last, bands)]);
    smooth();
    for (int f = 0; f < frequencies; f++) {
      queue(f);
    }
  }

  private void smooth() {
    float[] into = smoothed[place(last, smoothed)];
    long from = Math.max(0, last - REACH.smoothedBefore());
    for (int f = 0; f < frequencies; f++) {
      float sum = 0;
      for (long i = from; i <= last; i++) {
        sum += powers[place(i, powers)][f];
      }
      into[f] = sum / (last - from + 1);
    }
  }

  private void queue(int f) {
    long[] own = queue[f];
    float now = smoothed[place(last, smoothed)][f];
    if (tail[f] != head[f] && own[head[f]] <= last - KEPT) {
      head[f] = after(head[f]);
    }
    while (tail[f] != head[f] && smoothed[place(own[before(tail[f])], smoothed)][f] >= now) {
      tail[f] = before(tail[f]);
    }
    own[tail[f]] = last;
    tail[f] = after(tail[f]);
    least[f] = smoothed[place(own[head[f]], smoothed)][f];
  }

  private static int after(int place) {
    return place == PLACES - 1 ? 0 : place + 1;
  }

  private static int before(int place) {
    return place == 0 ? PLACES - 1 : place - 1;
  }

  /** Writes what is read of the window that came last, as {@link FrameFeatures#copy} does. */
  void copy(MemorySegment into, long at) {
    long next = at;
    for (int d = REACH.nearBefore(); d >= 0; d--) {
      long t = Math.max(0, last - d);
      next = FrameFeatures.copy(powers[place(t, powers)], level, into, next);
    }
    for (int d = REACH.farBefore(); d > REACH.nearBefore(); d--) {
      long t = Math.max(0, last - d);
      next = FrameFeatures.copy(bands[place(t, bands)], level, into, next);
    }
    next = FrameFeatures.copy(means, level, into, next);
    FrameFeatures.copy(least, level, into, next);
  }
}
