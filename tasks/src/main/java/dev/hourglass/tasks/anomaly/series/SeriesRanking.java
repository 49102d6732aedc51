package dev.hourglass.tasks.anomaly.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well scores of a series' points find windows of anomalies: measures that take into account
 * that a detection near a window, or anywhere within it, is a detection.
 */
public final class SeriesRanking {
  /** NAB's share of points at the beginning in which nothing counts, and the most of them. */
  private static final double PROBATION = 0.15;

  private static final int MOST_PROBATION = 750;

  /** NAB's standard profile: what a false alarm costs where a missed window costs 1. */
  private static final double FALSE_ALARM = 0.11;

  private static final double STEEPNESS = 5;
  private static final double FAR = 3;

  private SeriesRanking() {}

  /**
   * A window of anomalies.
   *
   * @param from its first point
   * @param to its last point
   */
  public record Window(int from, int to) {}

  /** The stretches of points that are anomalies. */
  public static List<Window> windows(boolean[] anomalies) {
    List<Window> windows = new ArrayList<>();
    for (int p = 0; p < anomalies.length; p++) {
      if (anomalies[p]) {
        int from = p;
        while (p + 1 < anomalies.length && anomalies[p + 1]) {
          p++;
        }
        windows.add(new Window(from, p));
      }
    }
    return windows;
  }

  /**
   * The score of the Numenta Anomaly Benchmark in its standard profile (Lavin and Ahmad 2015): 100
   * for a detection at the first point of every window and no false alarm, 0 for no detection at
   * all. In a window the earliest detection counts, the more the earlier; outside each costs, the
   * more the farther it lies behind the window before. The first 15% of the points, 750 at most, do
   * not count.
   *
   * @param flagged which points are detections
   * @param windows ascending, at least one
   */
  public static double nab(boolean[] flagged, List<Window> windows) {
    int probation = (int) Math.min(Math.floor(PROBATION * flagged.length), MOST_PROBATION);
    double score = 0;
    int next = 0;
    boolean found = false;
    for (int p = 0; p < flagged.length; p++) {
      while (next < windows.size() && windows.get(next).to < p) {
        score -= found ? 0 : 1;
        found = false;
        next++;
      }
      if (!flagged[p] || p < probation) {
        continue;
      }
      if (next < windows.size() && windows.get(next).from <= p) {
        if (!found) {
          Window window = windows.get(next);
          double place = -(window.to - p + 1.0) / (window.to - window.from + 1.0);
          score += sigmoid(place) / sigmoid(-1);
          found = true;
        }
      } else {
        score += FALSE_ALARM * (next == 0 ? -1 : behind(windows.get(next - 1), p));
      }
    }
    for (; next < windows.size(); next++) {
      score -= found ? 0 : 1;
      found = false;
    }
    double perfect = windows.size();
    double none = -windows.size();
    return 100 * (score - none) / (perfect - none);
  }

  private static double behind(Window window, int point) {
    double place = (point - window.to) / Math.max(1.0, window.to - window.from);
    return place > FAR ? -1 : sigmoid(place);
  }

  private static double sigmoid(double place) {
    return 2 / (1 + Math.exp(STEEPNESS * place)) - 1;
  }

  /**
   * The volume under the surface of precision and recall (Paparrizos et al. 2022, "Volume Under the
   * Surface"): the range-based average precision, whose windows have soft borders, as a mean over
   * borders of 0 to {@code widest} points.
   *
   * @param scores higher is odder
   * @param anomalies not none
   */
  public static double vusPr(double[] scores, boolean[] anomalies, int widest) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    for (int width = 0; width <= widest; width++) {
      sum += rangePrecision(scores, order, anomalies, width);
    }
    return sum / (widest + 1);
  }

  private static double rangePrecision(
      double[] scores, int[] order, boolean[] anomalies, int width) {
    double[] labels = softened(anomalies, width);
    int[] range = new int[labels.length];
    int ranges = 0;
    for (int p = 0; p < labels.length; p++) {
      ranges += labels[p] > 0 && (p == 0 || labels[p - 1] == 0) ? 1 : 0;
      range[p] = labels[p] > 0 ? ranges : 0;
    }
    double hard = IntStream.range(0, anomalies.length).filter(i -> anomalies[i]).count();
    double positives = (hard + Arrays.stream(labels).sum()) / 2;
    boolean[] met = new boolean[ranges + 1];
    met[0] = true;
    int existing = 0;
    double found = 0;
    double recall = 0;
    double area = 0;
    for (int k = 0; k < order.length; k++) {
      int p = order[k];
      found += labels[p];
      if (!met[range[p]]) {
        met[range[p]] = true;
        existing++;
      }
      if (k + 1 < order.length && scores[order[k + 1]] == scores[p]) {
        continue;
      }
      double reached = Math.min(1, found / positives) * existing / ranges;
      area += (reached - recall) * found / (k + 1);
      recall = reached;
    }
    return area;
  }

  /** 1 within windows, and around each a quarter of an ellipse of half the width on both sides. */
  private static double[] softened(boolean[] anomalies, int width) {
    double[] labels = new double[anomalies.length];
    for (int p = 0; p < labels.length; p++) {
      labels[p] = anomalies[p] ? 1 : 0;
    }
    for (Window window : windows(anomalies)) {
      for (int p = window.to; p < Math.min(window.to + width / 2, labels.length); p++) {
        labels[p] += Math.sqrt(1 - (double) (p - window.to) / width);
      }
      for (int p = Math.max(window.from - width / 2, 0); p < window.from; p++) {
        labels[p] += Math.sqrt(1 - (double) (window.from - p) / width);
      }
    }
    for (int p = 0; p < labels.length; p++) {
      labels[p] = Math.min(1, labels[p]);
    }
    return labels;
  }
}
