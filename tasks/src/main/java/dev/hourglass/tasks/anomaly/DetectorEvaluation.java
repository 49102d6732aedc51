package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well a detector finds labelled anomalies.
 *
 * @param detector what was asked
 * @param labels which rows are anomalies
 * @param scores of the rows
 * @param ranking by the score
 * @param autoencoder the ranking by the denoiser's squared error alone
 * @param baselines the rankings by isolation forest, distance to the fifth nearest row and distance
 *     in principal components, fitted on those of the fitted rows that the model keeps
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record DetectorEvaluation(
    Detector detector,
    AnomalyLabels labels,
    double[] scores,
    Ranking ranking,
    Ranking autoencoder,
    Map<String, Ranking> baselines) {
  private static final double ONE_PER_CENT = 0.01;

  /**
   * Scores labelled rows.
   *
   * @param normal the label of normal rows; the one that was fitted, or 0 or {@code normal}, where
   *     empty
   * @throws DataException if there are no labels, or not both anomalies and normal rows
   */
  public static DetectorEvaluation of(Detector detector, RawData raw, Optional<String> normal) {
    AnomalyLabels labels = AnomalyLabels.of(raw, normal.or(detector::normal));
    int count = labels.count();
    if (count == 0 || count == labels.anomalies().length) {
      throw new DataException(
          "%s: %s of the %d rows are anomalies (normal is '%s'), but a ranking needs both kinds"
              .formatted(raw.source(), count == 0 ? "none" : "all", raw.size(), labels.normal()));
    }
    double[] scores = detector.scores(raw);
    Map<String, Ranking> baselines = new LinkedHashMap<>();
    detector
        .baselines(raw)
        .forEach((name, found) -> baselines.put(name, Ranking.of(found, labels.anomalies())));
    return new DetectorEvaluation(
        detector,
        labels,
        scores,
        Ranking.of(scores, labels.anomalies()),
        Ranking.of(detector.reconstructionErrors(raw), labels.anomalies()),
        baselines);
  }

  /** How many rows lie above the threshold. */
  public int flagged() {
    return (int) count(true, true) + (int) count(true, false);
  }

  private long count(boolean flagged, boolean anomaly) {
    long count = 0;
    for (int i = 0; i < scores.length; i++) {
      boolean above = scores[i] > detector.threshold();
      count += above == flagged && labels.anomalies()[i] == anomaly ? 1 : 0;
    }
    return count;
  }

  /** The share of flagged rows that are anomalies; 0 where none is flagged. */
  public double precision() {
    return (double) count(true, true) / Math.max(1, flagged());
  }

  /** The share of anomalies that are flagged. */
  public double recall() {
    return (double) count(true, true) / labels.count();
  }

  /** The share of normal rows that are flagged. */
  public double falseAlarmRate() {
    return (double) count(true, false) / (scores.length - labels.count());
  }

  /** The share of anomalies found above the score that one normal row of a hundred exceeds. */
  public double detectionRateAtOnePerCent() {
    return Ranking.detectionRate(scores, labels.anomalies(), ONE_PER_CENT);
  }

  /** What people should know of it, a sentence each. */
  public List<String> remarks() {
    return labels.remarks();
  }

  /** The figures for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", scores.length);
    map.put("anomalies", labels.count());
    map.put("normal", labels.normal());
    map.put("regime", detector.regime().text());
    map.put("rocAuc", ranking.rocAuc());
    map.put("averagePrecision", ranking.averagePrecision());
    map.put("threshold", detector.threshold());
    map.put("thresholdRule", detector.thresholdRule().text());
    map.put("flagged", flagged());
    map.put("precision", precision());
    map.put("recall", recall());
    map.put("falseAlarmRate", falseAlarmRate());
    map.put("detectionRateAtOnePerCent", detectionRateAtOnePerCent());
    map.put("reconstructionError", toMap(autoencoder));
    Map<String, Object> others = new LinkedHashMap<>();
    baselines.forEach((name, found) -> others.put(name, toMap(found)));
    map.put("baselines", others);
    return map;
  }

  private static Map<String, Object> toMap(Ranking ranking) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rocAuc", ranking.rocAuc());
    map.put("averagePrecision", ranking.averagePrecision());
    return map;
  }
}
