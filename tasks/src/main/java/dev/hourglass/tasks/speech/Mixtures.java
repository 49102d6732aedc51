package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Clean recordings with noise added, others in every epoch, window by window: what the network
 * reads, and the mask it is to write. Loud windows come more often, as they weigh more in what is
 * heard.
 */
final class Mixtures {
  /** Signal-to-noise ratios that are drawn, in dB. */
  private static final double LEAST_SNR = -5;

  private static final double MOST_SNR = 22;

  /** Mixtures by which it is told how far the masks are right, up to this ratio. */
  private static final int MEASURED = 600;

  private static final int FEWEST_MEASURED = 200;

  private static final double MEASURED_SNR = 30;

  /** How much faster or slower voices are made, so that more speak than were recorded. */
  private static final double VARIED = 0.18;

  /** Of the mean loudness, what a window counts for however silent it is. */
  private static final double SILENT = 0.3;

  private final List<float[]> clean;
  private final int rate;
  private final int frequencies;
  private final List<NoiseKind> kinds;
  private final float[] weights;
  private final Mixing mixing;
  private final int windows;
  private final long seed;
  private final Reach reach;

  private int drawnEpoch = -1;
  private Draw drawn;

  /**
   * Mixtures of recordings.
   *
   * @param weights of the frequencies: masks come multiplied by them
   * @param windows that an epoch has
   * @param reach of what is read of a window
   */
  Mixtures(
      List<float[]> clean,
      int rate,
      float[] weights,
      List<NoiseKind> kinds,
      int windows,
      long seed,
      Reach reach) {
    this.clean = clean;
    this.rate = rate;
    this.weights = weights;
    this.frequencies = weights.length;
    this.kinds = kinds;
    this.mixing = new Mixing(clean, rate, kinds, seed);
    this.windows = windows;
    this.seed = seed;
    this.reach = reach;
  }

  /** All mixtures of an epoch, and the windows chosen of them. */
  private record Draw(FrameFeatures[] features, float[][][] masks, int[] mixture, int[] window) {}

  private synchronized Draw draw(int epoch) {
    if (epoch != drawnEpoch) {
      drawn = drawAnew(epoch);
      drawnEpoch = epoch;
    }
    return drawn;
  }

  private Draw drawAnew(int epoch) {
    int count = clean.size();
    FrameFeatures[] features = new FrameFeatures[count];
    float[][][] masks = new float[count][][];
    double[][] loudness = new double[count][];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              long number = (long) epoch * count + i;
              long key = Noise.key(seed, NoisePurpose.MIXTURES, epoch, i);
              NoiseKind kind = kinds.get((int) (Noise.uniform(key, 0) * kinds.size()));
              double snr = LEAST_SNR + Noise.uniform(key, 1) * (MOST_SNR - LEAST_SNR);
              float[] voice = varied(clean.get(i), Noise.uniform(key, 2));
              float[] noise = Mixing.scaled(voice, mixing.noise(kind, voice, i, number), snr);
              Spectrogram part = Spectrogram.of(voice, rate);
              Spectrogram mixture = Spectrogram.of(Mixing.sum(voice, noise), rate);
              int frames = mixture.frames();
              float[][] powers = new float[frames][frequencies];
              masks[i] = new float[frames][frequencies];
              loudness[i] = new double[frames];
              for (int t = 0; t < frames; t++) {
                mixture.logPower(t, powers[t]);
                Spectrogram.mask(part, mixture, t, masks[i][t]);
                weigh(masks[i][t]);
                loudness[i][t] = Math.sqrt(Arrays.stream(mixture.powers(t)).sum());
              }
              double mean = Arrays.stream(loudness[i]).average().orElse(0) + 1e-12;
              for (int t = 0; t < frames; t++) {
                loudness[i][t] = SILENT + loudness[i][t] / mean;
              }
              features[i] = new FrameFeatures(powers, reach);
            });
    return chosen(features, masks, loudness, epoch);
  }

  /** As of somebody larger or smaller: speech and its pitch slower or faster. */
  private float[] varied(float[] voice, double uniform) {
    double factor = 1 + VARIED * (2 * uniform - 1);
    return Resampling.to((int) Math.round(rate * factor), voice, rate);
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

  /** How far a denoiser may be trusted, measured on mixtures it was not trained on. */
  Restraint restraint(SpeechDenoiser unrestrained) {
    Restraint.Measuring measuring = new Restraint.Measuring();
    int count = Math.clamp(2L * clean.size(), FEWEST_MEASURED, MEASURED);
    for (int i = 0; i < count; i++) {
      int voiceNumber = (int) ((long) i * clean.size() / count);
      long key = Noise.key(seed, NoisePurpose.MIXTURES, -1, i);
      NoiseKind kind = kinds.get((int) (Noise.uniform(key, 0) * kinds.size()));
      double snr = LEAST_SNR + Noise.uniform(key, 1) * (MEASURED_SNR - LEAST_SNR);
      float[] voice = varied(clean.get(voiceNumber), Noise.uniform(key, 2));
      float[] noise = Mixing.scaled(voice, mixing.noise(kind, voice, voiceNumber, -1L - i), snr);
      float[] mixture = Mixing.sum(voice, noise);
      float[] kept = unrestrained.denoise(Recording.mono(mixture, rate)).channels()[0];
      float[] found = new float[kept.length];
      double energy = 0;
      for (int n = 0; n < kept.length; n++) {
        found[n] = mixture[n] - kept[n];
        energy += (double) kept[n] * kept[n];
      }
      measuring.add(energy, noise, found);
    }
    return measuring.restraint();
  }

  /** What the network reads. */
  Dataset inputs() {
    return new Windows(draw(0), true);
  }

  /** What it is to write. */
  Dataset targets() {
    return new Windows(draw(0), false);
  }

  private final class Windows implements RowSamples {
    private final Draw draw;
    private final boolean read;

    Windows(Draw draw, boolean read) {
      this.draw = draw;
      this.read = read;
    }

    @Override
    public Dataset drawnIn(int epoch) {
      return new Windows(draw(epoch), read);
    }

    @Override
    public void copyRow(int row, MemorySegment into, long at) {
      int mixture = draw.mixture()[row];
      int window = draw.window()[row];
      if (read) {
        draw.features()[mixture].copy(window, into, at);
      } else {
        MemorySegment.copy(
            draw.masks()[mixture][window],
            0,
            into,
            ValueLayout.JAVA_FLOAT_UNALIGNED,
            at,
            frequencies);
      }
    }

    @Override
    public int size() {
      return windows;
    }

    @Override
    public SampleShape shape() {
      return SampleShape.vector(read ? reach.width(frequencies) : frequencies);
    }

    @Override
    public Optional<Labels> labels() {
      return Optional.empty();
    }

    @Override
    public List<String> featureNames() {
      return List.of();
    }

    @Override
    public String source() {
      return "mixtures of %d recordings".formatted(clean.size());
    }
  }
}
