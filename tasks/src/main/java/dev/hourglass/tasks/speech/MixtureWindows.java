package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.DrawnSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Mixtures of recordings, others in every epoch, window by window: what the live network reads, and
 * the mask it is to write. Loud windows come more often, as they weigh more in what is heard.
 */
final class MixtureWindows {
  /** Windows of an epoch, at least and at most. */
  private static final int FEWEST = 20_000;

  private static final int MOST = 80_000;

  /** Of the mean loudness, what a window counts for however silent it is. */
  private static final double SILENT = 0.3;

  private final Mixtures mixtures;
  private final float[] weights;
  private final Reach reach;
  private final long seed;
  private final int windows;

  private final DrawnSamples<Draw> samples;

  /**
   * Windows of mixtures.
   *
   * @param weights of the frequencies: masks come multiplied by them
   * @param reach of what is read of a window
   */
  MixtureWindows(Mixtures mixtures, float[] weights, Reach reach, long seed) {
    this.mixtures = mixtures;
    this.weights = weights;
    this.reach = reach;
    this.seed = seed;
    long length = 0;
    for (int i = 0; i < mixtures.recordings(); i++) {
      length += mixtures.length(i);
    }
    double perSample = Spectrogram.OVERLAP / Spectrogram.SECONDS / mixtures.rate();
    this.windows = (int) Math.clamp(length * perSample, FEWEST, MOST);
    this.samples = new DrawnSamples<>(windows, mixtures.source(), this::drawAnew);
  }

  /** All mixtures of an epoch, and the windows chosen of them. */
  private record Draw(FrameFeatures[] features, float[][][] masks, int[] mixture, int[] window) {}

  private Draw drawAnew(int epoch) {
    int count = mixtures.recordings();
    FrameFeatures[] features = new FrameFeatures[count];
    float[][][] masks = new float[count][][];
    double[][] loudness = new double[count][];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              Mixtures.Mixture mixture = mixtures.draw(i, epoch, i, Integer.MAX_VALUE);
              features[i] = new FrameFeatures(mixture.powers(), reach);
              masks[i] = mixture.masks();
              loudness[i] = loudness(mixture.powers());
              for (float[] mask : masks[i]) {
                weigh(mask);
              }
            });
    return chosen(features, masks, loudness, epoch);
  }

  private static double[] loudness(float[][] powers) {
    double[] loudness = new double[powers.length];
    double mean = 1e-12;
    for (int t = 0; t < powers.length; t++) {
      double sum = 0;
      for (float power : powers[t]) {
        sum += Math.exp(power);
      }
      loudness[t] = Math.sqrt(sum);
      mean += loudness[t] / powers.length;
    }
    for (int t = 0; t < powers.length; t++) {
      loudness[t] = SILENT + loudness[t] / mean;
    }
    return loudness;
  }

  private Draw chosen(FrameFeatures[] features, float[][][] masks, double[][] loudness, int epoch) {
    int all = Arrays.stream(loudness).mapToInt(l -> l.length).sum();
    double[] cumulative = new double[all];
    int[] mixture = new int[all];
    int[] window = new int[all];
    double sum = 0;
    int next = 0;
    for (int i = 0; i < loudness.length; i++) {
      for (int t = 0; t < loudness[i].length; t++) {
        sum += loudness[i][t];
        cumulative[next] = sum;
        mixture[next] = i;
        window[next] = t;
        next++;
      }
    }
    int[] ofMixture = new int[windows];
    int[] ofWindow = new int[windows];
    long key = Noise.key(seed, NoisePurpose.MIXTURES, epoch, -1);
    for (int w = 0; w < windows; w++) {
      // One draw from each of as many equal parts: no window's luck is left to chance.
      double at = (w + Noise.uniform(key, w)) / windows * sum;
      int found = Arrays.binarySearch(cumulative, at);
      int place = Math.min(all - 1, found < 0 ? -found - 1 : found);
      ofMixture[w] = mixture[place];
      ofWindow[w] = window[place];
    }
    return new Draw(features, masks, ofMixture, ofWindow);
  }

  private void weigh(float[] mask) {
    for (int f = 0; f < mask.length; f++) {
      mask[f] *= weights[f];
    }
  }

  /** What the network reads. */
  Dataset inputs() {
    return samples.part(
        SampleShape.vector(reach.width(weights.length)),
        (draw, row, into, at) ->
            draw.features()[draw.mixture()[row]].copy(draw.window()[row], into, at));
  }

  /** What it is to write. */
  Dataset targets() {
    return samples.part(
        SampleShape.vector(weights.length),
        (draw, row, into, at) ->
            MemorySegment.copy(
                draw.masks()[draw.mixture()[row]][draw.window()[row]],
                0,
                into,
                ValueLayout.JAVA_FLOAT_UNALIGNED,
                at,
                weights.length));
  }
}
