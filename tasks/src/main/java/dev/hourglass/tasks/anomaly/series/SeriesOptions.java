package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.util.Optional;

/**
 * How a detector of series is fitted.
 *
 * @param timeColumn the column of dates and times
 * @param window its length in points; about 64, in whole periods, where empty
 * @param stride points from one window to the next; 1 where empty
 * @param period after how many points the series repeats itself; told by autocorrelation where
 *     empty
 * @param threshold how the threshold is chosen, over the scores of points
 * @param detector how the detector of windows is fitted
 */
public record SeriesOptions(
    String timeColumn,
    Optional<Integer> window,
    Optional<Integer> stride,
    Optional<Integer> period,
    ThresholdRule threshold,
    DetectorOptions detector) {
  /** One point of two hundred is flagged. */
  private static final double USUAL_SHARE = 0.005;

  public SeriesOptions {
    if (window.isPresent() && window.get() < 2
        || stride.isPresent() && stride.get() < 1
        || period.isPresent() && period.get() < 0) {
      throw new IllegalArgumentException(
          "a window has 2 or more points, a stride 1 or more, and a period 0 (none) or more");
    }
  }

  /** The threshold where none is asked for. */
  public static ThresholdRule usualThreshold() {
    return new ThresholdRule.Contamination(USUAL_SHARE);
  }
}
