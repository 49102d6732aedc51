package dev.hourglass.tasks.speech;

/**
 * What each frequency comes to in the seconds around each window: its mean and the least of means
 * over some windows. Speech comes and goes, noise stays.
 */
final class SecondsAround {
  private final Reach reach;
  private final int frequencies;
  private final float[][] numbers;
  private final float[][] means;
  private final float[][] least;
  private final float[] levels;

  /**
   * Of a recording.
   *
   * @param numbers of each window and frequency, {@code [windows][frequencies]}
   */
  SecondsAround(float[][] numbers, Reach reach) {
    this.reach = reach;
    this.numbers = numbers;
    this.frequencies = numbers[0].length;
    this.means = new float[numbers.length][frequencies];
    this.least = new float[numbers.length][frequencies];
    this.levels = new float[numbers.length];
    fillMeans();
    fillLeast();
  }

  /** The mean of each frequency around a window. */
  float[] means(int t) {
    return means[t];
  }

  /** The least of each frequency around a window. */
  float[] least(int t) {
    return least[t];
  }

  /** The mean of the means around a window. */
  float level(int t) {
    return levels[t];
  }

  private int first(int t) {
    return Math.max(0, t - reach.secondsBefore());
  }

  private int last(int t) {
    return Math.min(numbers.length - 1, t + reach.secondsAfter());
  }

  private void fillMeans() {
    double[] sums = new double[frequencies];
    int from = 0;
    int to = -1;
    for (int t = 0; t < numbers.length; t++) {
      while (to < last(t)) {
        to++;
        for (int f = 0; f < frequencies; f++) {
          sums[f] += numbers[to][f];
        }
      }
      while (from < first(t)) {
        for (int f = 0; f < frequencies; f++) {
          sums[f] -= numbers[from][f];
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
    int[] queue = new int[numbers.length];
    float[] smoothed = new float[numbers.length];
    for (int f = 0; f < frequencies; f++) {
      for (int t = 0; t < numbers.length; t++) {
        int from = Math.max(0, t - reach.smoothedBefore());
        int to = Math.min(numbers.length - 1, t + reach.smoothedAfter());
        float sum = 0;
        for (int i = from; i <= to; i++) {
          sum += numbers[i][f];
        }
        smoothed[t] = sum / (to - from + 1);
      }
      int head = 0;
      int tail = 0;
      int next = 0;
      for (int t = 0; t < numbers.length; t++) {
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
}
