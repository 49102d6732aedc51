package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.tasks.denoise.classic.GaussianFilter;
import java.util.Arrays;

/**
 * How much a network would change an image, place by place.
 *
 * @param values height × width, smoothed so that single pixels do not count
 */
@SuppressWarnings("ArrayRecordComponent") // passes from network to score, never compared
record ErrorMap(float[] values) {
  private static final double SMOOTH = 2;

  static ErrorMap of(float[] image, float[] repaired, SampleShape shape) {
    int channels = shape.channels();
    float[] errors = new float[shape.height() * shape.width()];
    for (int i = 0; i < errors.length; i++) {
      for (int c = 0; c < channels; c++) {
        errors[i] += Math.abs(image[i * channels + c] - repaired[i * channels + c]) / channels;
      }
    }
    return new ErrorMap(GaussianFilter.smooth(errors, shape.height(), shape.width(), SMOOTH));
  }

  /** The same in deviations from what normal images have at the place. */
  ErrorMap standardized(float[] mean, float[] deviation) {
    float[] standard = new float[values.length];
    for (int i = 0; i < standard.length; i++) {
      standard[i] = (values[i] - mean[i]) / deviation[i];
    }
    return new ErrorMap(standard);
  }

  /** The value that so large a share of the places does not exceed. */
  double quantile(double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  /** The mean of the largest share of the places. */
  double top(double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = Math.max(1, (int) (share * sorted.length));
    double sum = 0;
    for (int i = sorted.length - count; i < sorted.length; i++) {
      sum += sorted[i];
    }
    return sum / count;
  }
}
