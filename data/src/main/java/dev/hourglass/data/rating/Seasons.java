package dev.hourglass.data.rating;

import java.util.Arrays;

/**
 * When items are liked: how much more often at some time than over all of it. Time is cut into
 * {@value #MOST_SPANS} spans of as many ratings each, and what is liked in a span is smoothed by a
 * Gaussian over those around it, so that nothing depends on whether the ratings are of days or of
 * years. Immutable.
 */
public final class Seasons {
  private static final int MOST_SPANS = 64;

  /** A span of fewer ratings tells of chance alone. */
  private static final int LEAST_RATINGS = 200;

  /** Deviation of the Gaussian, in spans: a twentieth of all ratings. */
  private static final double WIDTH = 3;

  /** As if an item were liked so much as over all times beside what it is at the time. */
  private static final double PRIOR = 0.02;

  private final int items;
  private final long[] lastOf;
  private final float[] shares;
  private final double[] overall;
  private final float[] newest;

  private Seasons(int items, long[] lastOf, float[] shares, double[] overall) {
    this.items = items;
    this.lastOf = lastOf;
    this.shares = shares;
    this.overall = overall;
    this.newest = new float[items];
    float[] one = new float[lastOf.length];
    one[lastOf.length - 1] = 1;
    logarithms(one, newest);
  }

  /**
   * Of ratings that each have an item and a time.
   *
   * @param items how many there are
   * @param itemOf of each rating, from 0 to below {@code items}
   * @param times of each, in seconds or whatever the ratings count time in
   * @throws IllegalArgumentException if there are no ratings, or not as many times
   */
  public static Seasons of(int items, int[] itemOf, long[] times) {
    if (itemOf.length == 0 || itemOf.length != times.length) {
      throw new IllegalArgumentException(
          "seasons need a time for each of at least one rating, but there are %d of %d"
              .formatted(times.length, itemOf.length));
    }
    int spans = Math.clamp(itemOf.length / LEAST_RATINGS, 1, MOST_SPANS);
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    long[] lastOf = new long[spans];
    for (int s = 0; s < spans; s++) {
      lastOf[s] = sorted[(int) ((s + 1L) * sorted.length / spans) - 1];
    }
    int[][] counts = new int[spans][items];
    double[] overall = new double[items];
    for (int r = 0; r < itemOf.length; r++) {
      counts[span(lastOf, times[r])][itemOf[r]]++;
      overall[itemOf[r]] += 1.0 / itemOf.length;
    }
    return new Seasons(items, lastOf, smoothed(counts, items), overall);
  }

  /** The first span that ends at a time or later; the last for what is later than all. */
  private static int span(long[] lastOf, long time) {
    int low = 0;
    int high = lastOf.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lastOf[middle] >= time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Of each span the share that each item has of all that is liked around it. */
  private static float[] smoothed(int[][] counts, int items) {
    int spans = counts.length;
    float[] shares = new float[Math.multiplyExact(spans, items)];
    double[] row = new double[items];
    for (int s = 0; s < spans; s++) {
      Arrays.fill(row, 0);
      double total = 0;
      for (int other = 0; other < spans; other++) {
        double weight = Math.exp(-0.5 * Math.pow((s - other) / WIDTH, 2));
        for (int i = 0; i < items; i++) {
          row[i] += weight * counts[other][i];
          total += weight * counts[other][i];
        }
      }
      for (int i = 0; i < items; i++) {
        shares[s * items + i] = (float) (row[i] / total);
      }
    }
    return shares;
  }

  /**
   * The logarithm of how much more often each item is liked at these times, taken together, than
   * over all; at the newest time where there are none. An item without a rating has 0.
   *
   * @param times as the ratings count them
   * @param into an entry an item, overwritten
   */
  public void logarithms(long[] times, float[] into) {
    if (times.length == 0) {
      System.arraycopy(newest, 0, into, 0, items);
      return;
    }
    float[] weights = new float[lastOf.length];
    for (long time : times) {
      weights[span(lastOf, time)] += 1f / times.length;
    }
    logarithms(weights, into);
  }

  private void logarithms(float[] weights, float[] into) {
    Arrays.fill(into, 0, items, 0);
    for (int s = 0; s < weights.length; s++) {
      if (weights[s] > 0) {
        for (int i = 0; i < items; i++) {
          into[i] += weights[s] * shares[s * items + i];
        }
      }
    }
    for (int i = 0; i < items; i++) {
      into[i] =
          overall[i] == 0
              ? 0
              : (float) Math.log((into[i] + PRIOR * overall[i]) / ((1 + PRIOR) * overall[i]));
    }
  }
}
