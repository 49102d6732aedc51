package dev.hourglass.tasks.anomaly.measure;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The distance to the k-th nearest of some reference rows, exact and in float32; the mean over
 * several samples of references where there are some. A sample of few references is blind to what
 * lies in dense clusters of few, and the mean over several is smooth (Pang, Ting and Albrecht 2015,
 * "LeSiNN"; Sugiyama and Borgwardt 2013).
 *
 * <p>References lie by column, so that the innermost loop runs over them side by side and is
 * vectorised.
 *
 * @param columns {@code [features][references]}, sample after sample
 * @param samples how many there are, each of as many references
 * @param neighbours k, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
public record NeighbourDistance(float[][] columns, int samples, int neighbours) implements Scorer {
  /** References at a time: their running sums stay in the first-level cache. */
  private static final int TILE = 1024;

  public NeighbourDistance {
    if (samples < 1 || neighbours < 1 || columns[0].length % samples != 0) {
      throw new IllegalArgumentException(
          "%d references do not make %d samples".formatted(columns[0].length, samples));
    }
  }

  /**
   * Draws references.
   *
   * @param rows {@code [rows][features]}, at least 1
   * @param samples how many to draw
   * @param size of a sample; where there are fewer rows than twice that, several samples have half
   *     of them each, and a single one has all
   * @param neighbours k, at least 1
   */
  public static NeighbourDistance of(
      float[][] rows, int samples, int size, int neighbours, long seed) {
    int most = samples == 1 ? rows.length : Math.max(1, rows.length / 2);
    int drawn = Math.min(size, most);
    float[][] columns = new float[rows[0].length][samples * drawn];
    for (int sample = 0; sample < samples; sample++) {
      int[] chosen = drawn(rows.length, drawn, seed + sample);
      for (int i = 0; i < drawn; i++) {
        for (int f = 0; f < columns.length; f++) {
          columns[f][sample * drawn + i] = rows[chosen[i]][f];
        }
      }
    }
    return new NeighbourDistance(columns, samples, neighbours);
  }

  /** At most so many of the numbers below {@code count}, at random and ascending. */
  public static int[] drawn(int count, int most, long seed) {
    int[] chosen = Arrays.copyOf(shuffled(count, seed), Math.min(count, most));
    Arrays.sort(chosen);
    return chosen;
  }

  /** The numbers below {@code count} in a random order. */
  public static int[] shuffled(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** How many references there are, in all samples. */
  public int references() {
    return columns[0].length;
  }

  /**
   * A row's distance to its k-th nearest reference; to the farthest where there are fewer. One that
   * may be a reference itself does not count itself.
   */
  @Override
  public double of(float[] row, boolean isFitted) {
    int size = references() / samples;
    float[] nearest = new float[Math.min(neighbours + (isFitted ? 1 : 0), size)];
    float[] sums = new float[Math.min(TILE, size)];
    double total = 0;
    for (int sample = 0; sample < samples; sample++) {
      Arrays.fill(nearest, Float.POSITIVE_INFINITY);
      for (int from = 0; from < size; from += TILE) {
        int width = Math.min(TILE, size - from);
        Arrays.fill(sums, 0);
        for (int f = 0; f < columns.length; f++) {
          add(columns[f], sample * size + from, width, row[f], sums);
        }
        offer(sums, width, nearest);
      }
      boolean isOther = nearest[0] > 0;
      int last = isOther ? Math.min(neighbours, nearest.length) : nearest.length;
      total += Math.sqrt(nearest[last - 1]);
    }
    return total / samples;
  }

  private static void add(float[] column, int from, int width, float value, float[] sums) {
    for (int i = 0; i < width; i++) {
      float difference = value - column[from + i];
      sums[i] += difference * difference;
    }
  }

  private static void offer(float[] sums, int width, float[] nearest) {
    int last = nearest.length - 1;
    float worst = nearest[last];
    for (int i = 0; i < width; i++) {
      float value = sums[i];
      if (value < worst) {
        int at = last;
        for (; at > 0 && nearest[at - 1] > value; at--) {
          nearest[at] = nearest[at - 1];
        }
        nearest[at] = value;
        worst = nearest[last];
      }
    }
  }
}
