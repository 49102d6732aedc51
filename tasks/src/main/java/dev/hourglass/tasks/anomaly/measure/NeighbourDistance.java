package dev.hourglass.tasks.anomaly.measure;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The distance to the k-th nearest of some reference rows, exact and in float32; the mean over
 * several samples of references where there are some. A sample of few references is blind to what
 * lies in dense clusters of few, and the mean over several is smooth (Pang, Ting and Albrecht 2015,
 * "LeSiNN"; Sugiyama and Borgwardt 2013).
 *
 * <p>References lie by sample and column, so that the innermost loop runs over those of a sample
 * side by side, with one index for all of its arrays: else the compiler could not vectorise it, for
 * it cannot know that they do not overlap.
 *
 * @param columns {@code [samples · features][references of a sample]}
 * @param samples how many there are, each of as many references
 * @param neighbours k, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
public record NeighbourDistance(float[][] columns, int samples, int neighbours) implements Scorer {
  public NeighbourDistance {
    if (samples < 1 || neighbours < 1 || columns.length % samples != 0) {
      throw new IllegalArgumentException(
          "%d columns do not make %d samples".formatted(columns.length, samples));
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
    int features = rows[0].length;
    float[][] columns = new float[samples * features][drawn];
    for (int sample = 0; sample < samples; sample++) {
      int[] chosen = drawn(rows.length, drawn, seed + sample);
      for (int i = 0; i < drawn; i++) {
        for (int f = 0; f < features; f++) {
          columns[sample * features + f][i] = rows[chosen[i]][f];
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
    return samples * columns[0].length;
  }

  /**
   * A row's distance to its k-th nearest reference; to the farthest where there are fewer. One that
   * may be a reference itself does not count itself.
   */
  @Override
  public double of(float[] row, boolean isFitted) {
    double[] score = new double[1];
    score(new float[][] {row}, 0, 1, isFitted, score);
    return score[0];
  }

  @Override
  public void score(float[][] rows, int from, int to, boolean isFitted, double[] scores) {
    int size = columns[0].length;
    int most = Math.min(neighbours + (isFitted ? 1 : 0), size);
    float[] nearest = new float[most];
    float[] sums = new float[size];
    Arrays.fill(scores, from, to, 0);
    for (int sample = 0; sample < samples; sample++) {
      for (int i = from; i < to; i++) {
        squaredDistances(rows[i], sample, sums);
        Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        offer(sums, size, nearest);
        boolean isOther = nearest[0] > 0;
        int last = isOther ? Math.min(neighbours, most) : most;
        scores[i] += Math.sqrt(nearest[last - 1]) / samples;
      }
    }
  }

  private void squaredDistances(float[] row, int sample, float[] sums) {
    Arrays.fill(sums, 0);
    int features = columns.length / samples;
    int at = sample * features;
    int f = 0;
    for (; f + 4 <= features; f += 4, at += 4) {
      addFour(
          columns[at],
          row[f],
          columns[at + 1],
          row[f + 1],
          columns[at + 2],
          row[f + 2],
          columns[at + 3],
          row[f + 3],
          sums);
    }
    for (; f < features; f++, at++) {
      add(columns[at], row[f], sums);
    }
  }

  /** Four columns at once, so that sums are read and written a quarter as often. */
  private static void addFour(
      float[] a,
      float x,
      float[] b,
      float y,
      float[] c,
      float z,
      float[] d,
      float w,
      float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      float p = x - a[i];
      float q = y - b[i];
      float r = z - c[i];
      float s = w - d[i];
      sums[i] += p * p + q * q + (r * r + s * s);
    }
  }

  private static void add(float[] column, float value, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      float difference = value - column[i];
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
