package dev.hourglass.tasks.evaluate;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * How far reconstructions lie from the clean samples.
 *
 * @param perSample squared error per feature of every sample
 * @param perFeature squared error of every feature, mean over samples
 * @param range largest less smallest value of the clean samples, 1 where they lie within [0, 1]
 */
public record ReconstructionError(double[] perSample, double[] perFeature, double range) {
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
        }
        perSample[rows[i]] = sum / features;
      }
    }
    for (int f = 0; f < features; f++) {
      perFeature[f] /= clean.size();
    }
    double range = lowest >= 0 && highest <= 1 ? 1 : highest - lowest;
    return new ReconstructionError(perSample, perFeature, range);
  }

  /** Mean squared error per feature. */
  public double mse() {
    return Arrays.stream(perSample).average().orElse(0);
  }

  /** Peak signal-to-noise ratio in decibels: 10 log10(range² / mse), at most {@link #MOST_PSNR}. */
  public double psnr() {
    double ratio = range * range / mse();
    return ratio > 0 ? Math.min(MOST_PSNR, 10 * Math.log10(ratio)) : MOST_PSNR;
  }
}
