package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds noise of chosen kinds and strength to clean speech. Safe to use from several threads. */
final class Mixing {
  /** Poles and weights of a filter that makes white noise pink, within 0.05 dB (Kellet 1999). */
  private static final double[] POLES = {0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616};

  private static final double[] WEIGHTS = {
    0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980
  };

  private static final double DIRECT = 0.5362;

  /** How much faster or slower voices are made, so that more speak than were recorded. */
  private static final double VARIED = 0.18;

  /** The most that a sample's neighbours before it add to it in another microphone. */
  private static final double COLOURED = 0.6;

  /** Multiples of the mains' frequency that are heard. */
  private static final int HARMONICS = 16;

  private final List<float[]> voices;
  private final int rate;
  private final Map<Path, List<float[]>> recorded = new LinkedHashMap<>();
  private final long seed;

  /**
   * For speech of one rate.
   *
   * @param voices clean speech of which babble is made, each made larger or smaller first, as is
   *     {@link #varied}: of one speaker's recordings come others
   */
  Mixing(List<float[]> voices, int rate, List<NoiseKind> kinds, long seed) {
    this.voices = voices;
    this.rate = rate;
    this.seed = seed;
    for (NoiseKind kind : kinds) {
      if (kind instanceof NoiseKind.Recorded own) {
        List<float[]> noises = new ArrayList<>();
        for (Path file : WavFile.in(own.place())) {
          Recording recording = WavFile.read(file);
          noises.add(Resampling.to(rate, recording.mixed(), recording.rate()));
        }
        recorded.put(own.place(), noises);
      } else if (kind instanceof NoiseKind.Babble && voices.size() <= NoiseKind.Babble.VOICES) {
        throw new DataException(
            "babble is made of %d other recordings, but there are only %d in all; give more, or other"
                    .formatted(NoiseKind.Babble.VOICES, voices.size())
                + " noise");
      }
    }
  }

  /**
   * Noise for a recording.
   *
   * @param voice that it is added to, and as long as
   * @param own the recording's number among the voices, which do not babble to themselves
   * @param number of the draw: the same gives the same
   */
  double[] noise(NoiseKind kind, float[] voice, int own, long number) {
    int length = voice.length;
    long key = Noise.key(seed, NoisePurpose.RECORDING_NOISE, 0, number);
    return switch (kind) {
      case NoiseKind.White _ -> white(length, key);
      case NoiseKind.Pink _ -> pink(length, key);
      case NoiseKind.Hum _ -> hum(length, key);
      case NoiseKind.Babble _ -> babble(length, own, key);
      case NoiseKind.Reverberation _ -> Room.reverberation(voice, rate, key);
      case NoiseKind.Recorded of -> looped(chosen(recorded.get(of.place()), key), length, key);
    };
  }

  private static double[] white(int length, long key) {
    double[] noise = new double[length];
    for (int i = 0; i < length; i++) {
      noise[i] = Noise.normal(key, i);
    }
    return noise;
  }

  private static double[] pink(int length, long key) {
    double[] noise = white(length, key);
    double[] state = new double[POLES.length];
    for (int i = 0; i < length; i++) {
      double sum = DIRECT * noise[i];
      for (int p = 0; p < POLES.length; p++) {
        state[p] = POLES[p] * state[p] + WEIGHTS[p] * noise[i];
        sum += state[p];
      }
      noise[i] = sum;
    }
    return noise;
  }

  private double[] hum(int length, long key) {
    double mains = Noise.uniform(key, 0) < 0.5 ? 50 : 60;
    double[] noise = new double[length];
    for (int h = 1; h <= HARMONICS && h * mains < rate / 2.0; h++) {
      double loudness = (0.3 + Noise.uniform(key, 2 * h)) / h;
      double phase = 2 * Math.PI * Noise.uniform(key, 2 * h + 1);
      for (int i = 0; i < length; i++) {
        noise[i] += loudness * Math.sin(2 * Math.PI * h * mains * i / rate + phase);
      }
    }
    return noise;
  }

  private double[] babble(int length, int self, long key) {
    double[] noise = new double[length];
    int drawn = 0;
    int counter = 0;
    while (drawn < NoiseKind.Babble.VOICES) {
      int voice = (int) (Noise.uniform(key, counter++) * voices.size());
      if (voice == self) {
        continue;
      }
      long own = Noise.key(seed, NoisePurpose.RECORDING_NOISE, key, drawn);
      float[] heard =
          varied(cut(voices.get(voice), 2 * length, Noise.uniform(own, 2)), Noise.uniform(own, 3));
      double[] other = looped(heard, length, own);
      double loudness = Math.sqrt(energy(other) / length) + 1e-9;
      for (int i = 0; i < length; i++) {
        noise[i] += other[i] / loudness;
      }
      drawn++;
    }
    return noise;
  }

  private static float[] chosen(List<float[]> noises, long key) {
    return noises.get((int) (Noise.uniform(key, 0) * noises.size()));
  }

  /** A recording from a random place on, again and again. */
  private static double[] looped(float[] recording, int length, long key) {
    double[] noise = new double[length];
    int from = (int) (Noise.uniform(key, 1) * recording.length);
    for (int i = 0; i < length; i++) {
      noise[i] = recording[(from + i) % recording.length];
    }
    return noise;
  }

  /**
   * A voice as of somebody larger or smaller: speech and its pitch slower or faster.
   *
   * @param uniform from 0 to 1
   */
  float[] varied(float[] voice, double uniform) {
    double factor = 1 + VARIED * (2 * uniform - 1);
    return Resampling.to((int) Math.round(rate * factor), voice, rate);
  }

  /** As through another microphone: louder or less loud at high, low or middle frequencies. */
  static float[] coloured(float[] voice, double first, double second) {
    double a = COLOURED * (2 * first - 1);
    double b = COLOURED * (2 * second - 1);
    float[] coloured = new float[voice.length];
    for (int i = 0; i < voice.length; i++) {
      double sum = voice[i];
      sum += i > 0 ? a * voice[i - 1] : 0;
      sum += i > 1 ? b * voice[i - 2] : 0;
      coloured[i] = (float) sum;
    }
    return coloured;
  }

  /** A piece of a recording from a random place on; all of one that is no longer. */
  static float[] cut(float[] recording, int longest, double uniform) {
    if (recording.length <= longest) {
      return recording;
    }
    int from = (int) (uniform * (recording.length - longest + 1));
    return Arrays.copyOfRange(recording, from, from + longest);
  }

  private static double energy(double[] samples) {
    double sum = 0;
    for (double sample : samples) {
      sum += sample * sample;
    }
    return sum;
  }

  /**
   * Noise at a signal-to-noise ratio.
   *
   * @param decibels of the clean recording's energy over the noise's
   * @return the noise, to be added
   */
  static float[] scaled(float[] clean, double[] noise, double decibels) {
    double signal = 0;
    for (float sample : clean) {
      signal += (double) sample * sample;
    }
    double factor =
        Math.sqrt(signal / (energy(noise) + Double.MIN_NORMAL) * Math.pow(10, -decibels / 10));
    float[] scaled = new float[noise.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (noise[i] * factor);
    }
    return scaled;
  }

  /** Both together. */
  static float[] sum(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
