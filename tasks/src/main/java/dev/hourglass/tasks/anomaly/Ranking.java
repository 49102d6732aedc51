package dev.hourglass.tasks.anomaly;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well scores put anomalies above normal rows.
 *
 * @param rocAuc the probability that an anomaly scores higher than a normal row, ties counting half
 * @param averagePrecision the mean precision over the recalls that thresholds reach: Σ (R_k −
 *     R_{k−1}) P_k, rows of one score together
 */
public record Ranking(double rocAuc, double averagePrecision) {

  /**
   * Ranks rows.
   *
   * @param scores higher is odder
   * @param anomalies which rows are anomalies
   * @throws IllegalArgumentException if there are not both anomalies and normal rows
   */
  public static Ranking of(double[] scores, boolean[] anomalies) {
    int positives = count(anomalies);
    int negatives = anomalies.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          "a ranking needs anomalies and normal rows, but of %d rows %d are anomalies"
              .formatted(anomalies.length, positives));
    }
    int[] order = falling(scores);
    double precision = 0;
    double above = 0;
    int found = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      int here = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        here += anomalies[order[to]] ? 1 : 0;
        to++;
      }
      int normalHere = to - from - here;
      // Each normal row below all anomalies found so far, and level with those of its own score.
      above += normalHere * (found + here / 2.0);
      found += here;
      precision += (double) here / positives * found / to;
      from = to;
    }
    return new Ranking(above / ((double) positives * negatives), precision);
  }

  /** Row numbers, the highest score first; ties in their order. */
  static int[] falling(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  /**
   * The share of anomalies above the threshold that a share of the normal rows exceeds.
   *
   * @param falseAlarms the share of normal rows, in (0, 1)
   */
  static double detectionRate(double[] scores, boolean[] anomalies, double falseAlarms) {
    double[] normal =
        IntStream.range(0, scores.length)
            .filter(i -> !anomalies[i])
            .mapToDouble(i -> scores[i])
            .sorted()
            .toArray();
    int allowed = (int) Math.floor(falseAlarms * normal.length);
    double threshold = normal[Math.max(0, normal.length - 1 - allowed)];
    long found =
        IntStream.range(0, scores.length)
            .filter(i -> anomalies[i] && scores[i] > threshold)
            .count();
    return (double) found / Math.max(1, count(anomalies));
  }
}
