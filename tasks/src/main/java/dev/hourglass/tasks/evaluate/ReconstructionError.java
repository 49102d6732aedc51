package dev.hourglass.tasks.evaluate;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How far reconstructions lie from the clean samples.
 *
 * @param perSample squared error per feature of every sample
 * @param perFeature squared error of every feature, mean over samples
 * @param variances of every feature of the clean samples about its mean there
 * @param range largest less smallest value of the clean samples, 1 where they lie within [0, 1]
 */
public record ReconstructionError(
    double[] perSample, double[] perFeature, double[] variances, double range) {
  /** Numbers reconstructed at once: 64 MB of them. */
  private static final int CHUNK = 1 << 24;

  /** What a perfect reconstruction gets, in dB: JSON knows no infinity. */
  public static final double MOST_PSNR = 200;

  /**
   * Measures a model.
   *
   * @param given what is encoded: {@code clean} itself, or a corrupted view of it
   * @param clean what reconstructions are compared with
   */
  public static ReconstructionError of(Coder coder, Dataset given, Dataset clean) {
    int features = clean.features();
    double[] perSample = new double[clean.size()];
    double[] perFeature = new double[features];
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    double[] means = new double[features];
    double[] variances = new double[features];
    int seen = 0;
    int step = Math.clamp(CHUNK / features, 256, 1 << 16);
    for (int from = 0; from < clean.size(); from += step) {
      int[] rows = new int[Math.min(step, clean.size() - from)];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = from + i;
      }
      Tensor rebuilt = coder.reconstruct(given.subset(rows));
      float[] original = new float[features];
      for (int i = 0; i < rows.length; i++) {
        clean.gather(rows, i, 1, MemorySegment.ofArray(original));
        float[] reconstruction = rebuilt.row(i);
        double sum = 0;
        for (int f = 0; f < features; f++) {
          double error = (double) reconstruction[f] - original[f];
          sum += error * error;
          perFeature[f] += error * error;
          lowest = Math.min(lowest, original[f]);
          highest = Math.max(highest, original[f]);
          // Welford's update.
          double distance = original[f] - means[f];
          means[f] += distance / (seen + 1);
          variances[f] += distance * (original[f] - means[f]);
        }
        seen++;
        perSample[rows[i]] = sum / features;
      }
    }
    for (int f = 0; f < features; f++) {
      perFeature[f] /= clean.size();
      variances[f] /= clean.size();
    }
    double range = lowest >= 0 && highest <= 1 ? 1 : highest - lowest;
    return new ReconstructionError(perSample, perFeature, variances, range);
  }

  /** Mean squared error per feature. */
  public double mse() {
    return Arrays.stream(perSample).average().orElse(0);
  }

  /**
   * Peak signal-to-noise ratio in decibels: 10 log10(peak² / mse), at most {@link #MOST_PSNR}.
   *
   * @param peak the range of values that there can be, above 0
   */
  public double psnr(double peak) {
    double ratio = peak * peak / mse();
    return ratio > 0 ? Math.min(MOST_PSNR, 10 * Math.log10(ratio)) : MOST_PSNR;
  }

  /**
   * R² of all features together, the share of their variance that is explained: 1 − squared error /
   * variance. 0 is what the samples' own mean gets; below it lies what is worse. Empty where
   * nothing varies.
   */
  public OptionalDouble explained() {
    return explained(0, perFeature.length);
  }

  /** R² of the features from {@code from} on, {@code to} excluded. */
  public OptionalDouble explained(int from, int to) {
    double error = 0;
    double variance = 0;
    for (int f = from; f < to; f++) {
      error += perFeature[f];
      variance += variances[f];
    }
    return variance > 0 ? OptionalDouble.of(1 - error / variance) : OptionalDouble.empty();
  }
}
