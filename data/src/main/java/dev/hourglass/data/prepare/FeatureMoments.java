package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one pass over numbers finds out about each feature. */
final class FeatureMoments {
  private final double[] least;
  private final double[] most;
  private final double[] first;
  private final double[] sum;
  private final double[] squares;
  private int count;

  private FeatureMoments(int features) {
    least = new double[features];
    most = new double[features];
    first = new double[features];
    sum = new double[features];
    squares = new double[features];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
  }

  static FeatureMoments of(Dataset samples, int[] rows) {
    FeatureMoments moments = new FeatureMoments(samples.features());
    double[] row = new double[samples.features()];
    for (int i : rows) {
      samples.copyDoubles(i, row);
      moments.add(row);
    }
    return moments;
  }

  /** Sums are of differences to the first row: large values that vary little lose nothing. */
  private void add(double[] row) {
    for (int f = 0; f < row.length; f++) {
      double value = row[f];
      if (count == 0) {
        first[f] = value;
      }
      double difference = value - first[f];
      least[f] = Math.min(least[f], value);
      most[f] = Math.max(most[f], value);
      sum[f] += difference;
      squares[f] += difference * difference;
    }
    count++;
  }

  boolean isUnit() {
    return Arrays.stream(least).allMatch(x -> x >= 0) && Arrays.stream(most).allMatch(x -> x <= 1);
  }

  List<Scale> scales(Scaling scaling) {
    List<Scale> scales = new ArrayList<>();
    for (int f = 0; f < least.length; f++) {
      if (scaling == Scaling.MIN_MAX) {
        scales.add(Scale.of(least[f], most[f] - least[f]));
      } else {
        double mean = sum[f] / count;
        double variance = Math.max(0, squares[f] / count - mean * mean);
        scales.add(Scale.of(first[f] + mean, Math.sqrt(variance)));
      }
    }
    return scales;
  }
}
