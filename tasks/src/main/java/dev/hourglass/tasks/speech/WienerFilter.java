package dev.hourglass.tasks.speech;

import java.util.Arrays;

/**
 * The baseline: a Wiener filter whose signal-to-noise ratio is estimated decision-directed (Ephraim
 * and Malah 1984), told the noise's spectrum or finding it out from the quietest windows.
 */
final class WienerFilter {
  private static final double SMOOTHING = 0.98;

  /** −25 dB. */
  private static final double LEAST_RATIO = 0.00316;

  /** The share of windows that are taken to hold noise alone. */
  private static final double QUIET = 0.2;

  /** What the quietest windows' power is below the noise's mean, of noise that is Gaussian. */
  private static final double QUIET_OF_MEAN = 0.12;

  private WienerFilter() {}

  /** Filters, told the noise. */
  static float[] told(float[] noisy, float[] noise, int rate) {
    Spectrogram of = Spectrogram.of(noise, rate);
    double[] mean = of.powers(0);
    for (int t = 1; t < of.frames(); t++) {
      double[] powers = of.powers(t);
      for (int b = 0; b < mean.length; b++) {
        mean[b] += powers[b];
      }
    }
    for (int b = 0; b < mean.length; b++) {
      mean[b] /= of.frames();
    }
    return filtered(Spectrogram.of(noisy, rate), mean);
  }

  /** Filters, not told. */
  static float[] untold(float[] noisy, int rate) {
    Spectrogram spectrogram = Spectrogram.of(noisy, rate);
    int frames = spectrogram.frames();
    double[][] powers = new double[frames][];
    for (int t = 0; t < frames; t++) {
      powers[t] = spectrogram.powers(t);
    }
    int quiet = Math.max(1, (int) (QUIET * frames));
    double[] estimate = new double[powers[0].length];
    double[] sorted = new double[frames];
    for (int b = 0; b < estimate.length; b++) {
      for (int t = 0; t < frames; t++) {
        sorted[t] = powers[t][b];
      }
      Arrays.sort(sorted);
      double sum = 0;
      for (int t = 0; t < quiet; t++) {
        sum += sorted[t];
      }
      estimate[b] = sum / quiet / QUIET_OF_MEAN;
    }
    return filtered(spectrogram, estimate);
  }

  private static float[] filtered(Spectrogram spectrogram, double[] noise) {
    double[] before = new double[noise.length];
    double[][] current = new double[1][];
    return spectrogram.together(
        (t, bin) -> {
          if (bin == 0) {
            current[0] = spectrogram.powers(t);
          }
          double level = noise[bin] + 1e-12;
          double posterior = current[0][bin] / level;
          double prior =
              SMOOTHING * before[bin] / level + (1 - SMOOTHING) * Math.max(0, posterior - 1);
          double ratio = Math.max(LEAST_RATIO, prior);
          double gain = ratio / (1 + ratio);
          before[bin] = gain * gain * current[0][bin];
          return gain;
        });
  }
}
