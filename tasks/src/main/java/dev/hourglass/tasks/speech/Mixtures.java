package dev.hourglass.tasks.speech;

import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.util.ArrayList;
import java.util.List;

/** Clean recordings with noise added, drawn anew as often as wanted. */
final class Mixtures {
  /** Signal-to-noise ratios that are drawn, in dB. */
  private static final double LEAST_SNR = -5;

  private static final double MOST_SNR = 17;

  /** Mixtures by which it is told how far the masks are right, up to this ratio. */
  private static final int MEASURED = 600;

  private static final int FEWEST_MEASURED = 200;

  private static final double MEASURED_SNR = 30;

  private final List<float[]> clean;
  private final int rate;
  private final int frequencies;
  private final List<NoiseKind> kinds;
  private final Mixing mixing;
  private final long seed;

  /**
   * Mixtures of recordings.
   *
   * @param frequencies at which spectra are seen
   */
  Mixtures(List<float[]> clean, int rate, int frequencies, List<NoiseKind> kinds, long seed) {
    this.clean = clean;
    this.rate = rate;
    this.frequencies = frequencies;
    this.kinds = new ArrayList<>(kinds);
    if (kinds.contains(new NoiseKind.Babble())) {
      // Voices among voices are the hardest to tell, and come twice as often.
      this.kinds.add(new NoiseKind.Babble());
    }
    this.mixing = new Mixing(clean, rate, kinds, seed);
    this.seed = seed;
  }

  /**
   * A mixture.
   *
   * @param powers log power, {@code [windows][frequencies]}
   * @param masks how much of each is the voice, {@code [windows][frequencies]}
   */
  record Mixture(float[][] powers, float[][] masks) {}

  /** Of equal length. */
  private record Sounds(float[] voice, float[] noise) {
    float[] together() {
      return Mixing.sum(voice, noise);
    }
  }

  /** How many recordings there are. */
  int recordings() {
    return clean.size();
  }

  /** What messages call them. */
  String source() {
    return "mixtures of %d recordings".formatted(clean.size());
  }

  /** Samples of a recording. */
  int length(int recording) {
    return clean.get(recording).length;
  }

  /** Samples a second. */
  int rate() {
    return rate;
  }

  /** At which spectra are seen. */
  int frequencies() {
    return frequencies;
  }

  private Sounds sounds(int recording, int epoch, int draw, double most, int longest) {
    long key = Noise.key(seed, NoisePurpose.MIXTURES, epoch, draw);
    NoiseKind kind = kinds.get((int) (Noise.uniform(key, 0) * kinds.size()));
    double snr = LEAST_SNR + Noise.uniform(key, 1) * (most - LEAST_SNR);
    float[] piece = Mixing.cut(clean.get(recording), longest, Noise.uniform(key, 3));
    float[] voice =
        Mixing.coloured(
            mixing.varied(piece, Noise.uniform(key, 2)),
            Noise.uniform(key, 4),
            Noise.uniform(key, 5));
    double[] noise = mixing.noise(kind, voice, recording, key);
    return new Sounds(voice, Mixing.scaled(voice, noise, snr));
  }

  /**
   * A recording with noise; the same draw of the same epoch is the same. Safe to call from several
   * threads.
   */
  Mixture draw(int recording, int epoch, int draw, int longest) {
    Sounds sounds = sounds(recording, epoch, draw, MOST_SNR, longest);
    Spectrogram voice = Spectrogram.of(sounds.voice(), rate);
    Spectrogram mixture = Spectrogram.of(sounds.together(), rate);
    float[][] powers = new float[mixture.frames()][frequencies];
    float[][] masks = new float[mixture.frames()][frequencies];
    for (int t = 0; t < powers.length; t++) {
      mixture.logPower(t, powers[t]);
      Spectrogram.mask(voice, mixture, t, masks[t]);
    }
    return new Mixture(powers, masks);
  }

  /** How far a denoiser may be trusted, measured on mixtures it was not trained on. */
  Restraint restraint(SpeechDenoiser unrestrained) {
    Restraint.Measuring measuring = new Restraint.Measuring();
    int count = Math.clamp(2L * clean.size(), FEWEST_MEASURED, MEASURED);
    for (int i = 0; i < count; i++) {
      int recording = (int) ((long) i * clean.size() / count);
      Sounds sounds = sounds(recording, -1, i, MEASURED_SNR, Integer.MAX_VALUE);
      float[] mixture = sounds.together();
      float[] kept = unrestrained.denoise(Recording.mono(mixture, rate)).channels()[0];
      float[] found = new float[kept.length];
      double energy = 0;
      for (int n = 0; n < kept.length; n++) {
        found[n] = mixture[n] - kept[n];
        energy += (double) kept[n] * kept[n];
      }
      measuring.add(energy, sounds.noise(), found);
    }
    return measuring.restraint();
  }
}
