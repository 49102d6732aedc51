package dev.hourglass.tasks.anomaly;

import dev.hourglass.tasks.anomaly.measure.Measure;
import java.util.List;

/**
 * What a detector's score is made of, for those who write it down elsewhere: the mean of the
 * measures' surprises, by their weights, of a row's prepared features and of what the denoiser says
 * of it, that is residuals and codes side by side, less {@code means}, times {@code inverses}.
 *
 * @param means {@code [features + code]}
 * @param inverses of the deviations, {@code [features + code]}
 * @param measures at least one
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
public record ScoreParts(float[] means, float[] inverses, List<Measure> measures) {
  /** Takes a copy of the list. */
  public ScoreParts {
    measures = List.copyOf(measures);
  }
}
