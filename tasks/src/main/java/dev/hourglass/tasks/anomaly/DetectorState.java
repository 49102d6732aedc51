package dev.hourglass.tasks.anomaly;

import dev.hourglass.tasks.anomaly.measure.Measure;
import java.util.List;
import java.util.Optional;

/**
 * What a detector keeps in a model file beside the denoiser.
 *
 * @param regime it was fitted in
 * @param normal the label of the rows it was fitted on, where they were chosen by one
 * @param threshold above which a row is flagged
 * @param calibration the scores that percentiles are told by
 * @param profiles how every column of the fitted rows was distributed
 * @param standard of residuals and codes
 * @param measures the parts of the score
 */
record DetectorState(
    Regime regime,
    Optional<String> normal,
    Threshold threshold,
    Calibration calibration,
    List<ColumnProfile> profiles,
    Standard standard,
    List<Measure> measures) {
  DetectorState {
    profiles = List.copyOf(profiles);
    measures = List.copyOf(measures);
  }

  /**
   * A threshold.
   *
   * @param rule it was chosen by
   * @param score above which a row is flagged
   */
  record Threshold(ThresholdRule rule, double score) {}
}
