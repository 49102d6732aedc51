package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.util.List;

/**
 * What a detector of series keeps in a model file beside the detector of its windows.
 *
 * @param timeColumn the column of dates and times
 * @param names of the values
 * @param step between points, in days
 * @param windows that are scored
 * @param rule the threshold was chosen by
 * @param threshold above which a point is flagged
 * @param ascending the scores of the fitted points, in order
 */
@SuppressWarnings("ArrayRecordComponent") // searched, compared by nobody
record SeriesState(
    String timeColumn,
    List<String> names,
    double step,
    SeriesWindows windows,
    ThresholdRule rule,
    double threshold,
    double[] ascending) {
  SeriesState {
    names = List.copyOf(names);
  }
}
