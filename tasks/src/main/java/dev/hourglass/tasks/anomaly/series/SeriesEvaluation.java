package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.Ranking;
import dev.hourglass.tasks.anomaly.measure.JointDistance;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a detector finds the labelled windows of a series, and PCA on the same windows beside
 * it, flagging as many points.
 *
 * @param scores of the detector
 * @param anomalies which points lie within labelled windows
 * @param detector its figures
 * @param pca the figures of the distance in the windows' principal components, each in units of its
 *     deviation, fitted on the windows that are measured
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record SeriesEvaluation(
    SeriesScores scores, boolean[] anomalies, Figures detector, Figures pca) {
  /** Borders of windows are softened by up to so many points. */
  static final int WIDEST = 100;

  /**
   * What scores are worth.
   *
   * @param ranking of points, each by itself
   * @param vusPr {@link SeriesRanking#vusPr}
   * @param nab {@link SeriesRanking#nab}
   * @param flagged points
   * @param found windows with a flagged point
   */
  public record Figures(Ranking ranking, double vusPr, double nab, int flagged, int found) {
    static Figures of(double[] points, boolean[] flagged, boolean[] anomalies) {
      List<SeriesRanking.Window> windows = SeriesRanking.windows(anomalies);
      int found = 0;
      for (SeriesRanking.Window window : windows) {
        boolean any = false;
        for (int p = window.from(); p <= window.to(); p++) {
          any |= flagged[p];
        }
        found += any ? 1 : 0;
      }
      double[] known = withoutGaps(points);
      return new Figures(
          Ranking.of(known, anomalies),
          SeriesRanking.vusPr(known, anomalies, WIDEST),
          SeriesRanking.nab(flagged, windows),
          count(flagged),
          found);
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("rocAuc", ranking.rocAuc());
      map.put("averagePrecision", ranking.averagePrecision());
      map.put("vusPr", vusPr);
      map.put("nabScore", nab);
      map.put("flagged", flagged);
      map.put("windowsFound", found);
      return map;
    }
  }

  /**
   * Scores a labelled series.
   *
   * @param anomalousRows which rows of the table are anomalies
   * @throws DataException if none or all are, or the table is no series
   */
  public static SeriesEvaluation of(
      SeriesDetector detector, RawData.Table table, boolean[] anomalousRows) {
    TimeSeries series = detector.series(table);
    boolean[] anomalies = ofPoints(series, anomalousRows);
    int count = count(anomalies);
    if (count == 0 || count == anomalies.length) {
      throw new DataException(
          "%s: %s of the %d points are anomalies, but measuring needs both kinds"
              .formatted(table.source(), count == 0 ? "none" : "all", anomalies.length));
    }
    SeriesScores scores = detector.score(table);
    int[] ends = detector.ends(table, series);
    RawData.Table rows = detector.windows().rows(series, ends, table.source());
    float[][] prepared =
        TensorSamples.copyOf(detector.detector().model().preparation().apply(rows)).toArray();
    Kernels kernels = detector.detector().model().autoencoder().kernels();
    JointDistance components = JointDistance.of(prepared, 0, 1, kernels);
    double[] distances = new double[prepared.length];
    Arrays.parallelSetAll(distances, i -> components.of(prepared[i], true));
    double[] pca = detector.windows().ofPoints(distances, ends, series.points());
    boolean[] flagged = scores.flagged();
    return new SeriesEvaluation(
        scores,
        anomalies,
        Figures.of(scores.points(), flagged, anomalies),
        Figures.of(pca, highest(pca, count(flagged)), anomalies));
  }

  /** Points of anomalous rows, and those without a row between two of them. */
  private static boolean[] ofPoints(TimeSeries series, boolean[] rows) {
    boolean[] known = new boolean[series.points()];
    boolean[] anomalies = new boolean[series.points()];
    for (int i = 0; i < rows.length; i++) {
      known[series.pointOfRow()[i]] = true;
      anomalies[series.pointOfRow()[i]] |= rows[i];
    }
    for (int p = 0; p < known.length; p++) {
      if (!known[p]) {
        int next = p;
        while (next < known.length && !known[next]) {
          next++;
        }
        boolean inside = p > 0 && anomalies[p - 1] && next < known.length && anomalies[next];
        Arrays.fill(anomalies, p, next, inside);
        p = next;
      }
    }
    return anomalies;
  }

  private static boolean[] highest(double[] points, int count) {
    double[] ascending = withoutGaps(points);
    Arrays.sort(ascending);
    double threshold = ascending[Math.max(0, ascending.length - 1 - count)];
    boolean[] flagged = new boolean[points.length];
    for (int p = 0; p < flagged.length; p++) {
      flagged[p] = points[p] > threshold;
    }
    return flagged;
  }

  /** Points without a window are as little odd as any. */
  private static double[] withoutGaps(double[] points) {
    double least = Double.POSITIVE_INFINITY;
    for (double score : points) {
      least = score < least ? score : least;
    }
    double[] known = points.clone();
    for (int p = 0; p < known.length; p++) {
      known[p] = Double.isNaN(known[p]) ? least : known[p];
    }
    return known;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  /** How many labelled windows there are. */
  public int windows() {
    return SeriesRanking.windows(anomalies).size();
  }

  /** The figures for JSON. */
  public Map<String, Object> toMap(SeriesDetector of) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", scores.series().pointOfRow().length);
    map.put("points", scores.points().length);
    map.put("windows", windows());
    map.put("window", of.windows().length());
    map.put("period", of.windows().period());
    map.putAll(detector.toMap());
    map.put("flaggedShare", (double) detector.flagged() / scores.points().length);
    map.put("threshold", of.threshold());
    map.put("thresholdRule", of.thresholdRule().text());
    map.put("pca", pca.toMap());
    return map;
  }
}
