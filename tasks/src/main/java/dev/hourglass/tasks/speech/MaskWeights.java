package dev.hourglass.tasks.speech;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an error of the mask counts at each frequency: as much as speech has there. The network
 * writes the mask times the root of that, whose squared error then is so weighed.
 */
final class MaskWeights {
  /** Nothing counts less than this part of the most. */
  private static final double LEAST = 0.25;

  private MaskWeights() {}

  /** Factors of the mask, from {@value #LEAST} to 1. */
  static float[] of(List<float[]> voices, int rate, int frequencies) {
    double[] mean = new double[frequencies];
    List<double[]> sums =
        IntStream.range(0, voices.size())
            .parallel()
            .mapToObj(i -> amplitudes(voices.get(i), rate, frequencies))
            .toList();
    sums.forEach(sum -> Arrays.setAll(mean, f -> mean[f] + sum[f]));
    double most = Arrays.stream(mean).max().orElseThrow();
    float[] weights = new float[frequencies];
    for (int f = 0; f < frequencies; f++) {
      weights[f] = (float) Math.max(LEAST, Math.sqrt(mean[f] / most));
    }
    return weights;
  }

  /** The mean amplitude of each frequency, of a voice of loudness 1. */
  private static double[] amplitudes(float[] voice, int rate, int frequencies) {
    Spectrogram spectrogram = Spectrogram.of(voice, rate);
    double[] amplitudes = new double[frequencies];
    float[] powers = new float[frequencies];
    double total = 0;
    for (int t = 0; t < spectrogram.frames(); t++) {
      spectrogram.logPower(t, powers);
      for (int f = 0; f < frequencies; f++) {
        double amplitude = Math.exp(0.5 * powers[f]);
        amplitudes[f] += amplitude;
        total += amplitude;
      }
    }
    for (int f = 0; f < frequencies; f++) {
      amplitudes[f] /= total;
    }
    return amplitudes;
  }
}
