package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much better recordings become that noise was added to.
 *
 * @param recordings how many were judged
 * @param siSdrBefore mean SI-SDR of the noisy ones, dB
 * @param siSdrAfter of the cleaned ones
 * @param stoiBefore mean STOI of the noisy ones
 * @param stoiAfter of the cleaned ones
 * @param wienerTold mean SI-SDR after a Wiener filter that is told the noise's spectrum, dB
 * @param wienerUntold after one that finds it out
 */
public record SpeechEvaluation(
    int recordings,
    double siSdrBefore,
    double siSdrAfter,
    double stoiBefore,
    double stoiAfter,
    double wienerTold,
    double wienerUntold) {
  /** Recordings are joined to pieces of at least so long before their STOI is taken. */
  private static final double STOI_SECONDS = 3;

  private record Judged(float[] clean, float[] noisy, float[] cleaned, double[] figures) {}

  /**
   * Adds noise and takes it out again.
   *
   * @param clean recordings of one rate
   * @param kind of noise; babble is made of the other recordings, slower and faster
   * @param decibels signal-to-noise ratio
   * @throws DataException if there is none that is not silent
   */
  public static SpeechEvaluation of(
      SpeechDenoiser denoiser, List<Recording> clean, NoiseKind kind, double decibels, long seed) {
    List<Recording> heard = clean.stream().filter(recording -> recording.peak() > 0).toList();
    if (heard.isEmpty()) {
      throw new DataException(
          "none of %d recordings holds a sound; give some that do".formatted(clean.size()));
    }
    int rate = heard.getFirst().rate();
    if (heard.stream().anyMatch(recording -> recording.rate() != rate)) {
      throw new DataException(
          "recordings of several rates cannot be measured together; bring them to one rate");
    }
    List<float[]> voices = heard.stream().map(Recording::mixed).toList();
    Mixing mixing = new Mixing(voices, rate, List.of(kind), seed);
    List<Judged> judged =
        IntStream.range(0, voices.size())
            .mapToObj(i -> judge(denoiser, voices.get(i), rate, kind, decibels, mixing, i))
            .toList();
    double[] mean = new double[4];
    for (Judged one : judged) {
      for (int f = 0; f < mean.length; f++) {
        mean[f] += one.figures()[f] / judged.size();
      }
    }
    double[] stoi = stoi(judged, rate);
    return new SpeechEvaluation(
        judged.size(), mean[0], mean[1], stoi[0], stoi[1], mean[2], mean[3]);
  }

  private static Judged judge(
      SpeechDenoiser denoiser,
      float[] voice,
      int rate,
      NoiseKind kind,
      double decibels,
      Mixing mixing,
      int number) {
    float[] noise = Mixing.scaled(voice, mixing.noise(kind, voice, number, number), decibels);
    float[] noisy = Mixing.sum(voice, noise);
    float[] cleaned = denoiser.denoise(Recording.mono(noisy, rate)).channels()[0];
    double[] figures = {
      SpeechQuality.siSdr(voice, noisy),
      SpeechQuality.siSdr(voice, cleaned),
      SpeechQuality.siSdr(voice, WienerFilter.told(noisy, noise, rate)),
      SpeechQuality.siSdr(voice, WienerFilter.untold(noisy, rate))
    };
    return new Judged(voice, noisy, cleaned, figures);
  }

  /** STOI before and after, of pieces that are long enough for it. */
  private static double[] stoi(List<Judged> judged, int rate) {
    double before = 0;
    double after = 0;
    int pieces = 0;
    List<Judged> piece = new ArrayList<>();
    long length = 0;
    for (int i = 0; i < judged.size(); i++) {
      piece.add(judged.get(i));
      length += judged.get(i).clean().length;
      if (length >= STOI_SECONDS * rate || i == judged.size() - 1 && pieces == 0) {
        float[] clean = joined(piece.stream().map(Judged::clean).toList());
        double noisy =
            SpeechQuality.stoi(clean, joined(piece.stream().map(Judged::noisy).toList()), rate);
        double cleaned =
            SpeechQuality.stoi(clean, joined(piece.stream().map(Judged::cleaned).toList()), rate);
        if (!Double.isNaN(noisy) && !Double.isNaN(cleaned)) {
          before += noisy;
          after += cleaned;
          pieces++;
        }
        piece.clear();
        length = 0;
      }
    }
    return pieces == 0
        ? new double[] {Double.NaN, Double.NaN}
        : new double[] {before / pieces, after / pieces};
  }

  private static float[] joined(List<float[]> parts) {
    float[] joined = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
