package dev.hourglass.tasks.evaluate;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import java.lang.foreign.MemorySegment;

/**
 * The model that knows nothing: whatever it is given, it puts out the mean of what it was shown.
 */
public final class MeanSample {
  /** A model has learnt something when its error is below this share of the mean sample's. */
  private static final double LEARNT = 0.98;

  /** Samples enough for a mean, and for its error. */
  private static final int SAMPLES = 10_000;

  private final double error;

  private MeanSample(double error) {
    this.error = error;
  }

  /**
   * Judges it.
   *
   * @param training what it was shown
   * @param test what it is judged by
   */
  public static MeanSample of(Dataset training, Dataset test) {
    int features = training.features();
    double[] mean = new double[features];
    int[] shown = RowOrder.spread(training.size(), SAMPLES);
    float[] sample = new float[features];
    for (int i = 0; i < shown.length; i++) {
      training.gather(shown, i, 1, MemorySegment.ofArray(sample));
      for (int f = 0; f < features; f++) {
        mean[f] += sample[f] / (double) shown.length;
      }
    }
    int[] judged = RowOrder.spread(test.size(), SAMPLES);
    double sum = 0;
    for (int i = 0; i < judged.length; i++) {
      test.gather(judged, i, 1, MemorySegment.ofArray(sample));
      for (int f = 0; f < features; f++) {
        double difference = sample[f] - mean[f];
        sum += difference * difference;
      }
    }
    return new MeanSample(sum / judged.length / features);
  }

  /** Its squared error per feature. */
  public double error() {
    return error;
  }

  /** Whether a test error is clearly below that of the mean sample. */
  public boolean isBeatenBy(double mse) {
    return mse < LEARNT * error;
  }
}
