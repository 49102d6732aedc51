package dev.hourglass.tasks.speech;

/** How good a recording is beside the clean one. */
public final class SpeechQuality {
  private SpeechQuality() {}

  /**
   * The scale-invariant signal-to-distortion ratio in dB (Le Roux et al. 2019): 10 log₁₀ ‖αs‖² /
   * ‖αs − ŝ‖², α = ŝᵀs / ‖s‖², both without their means.
   *
   * @param clean s
   * @param judged ŝ, equally long
   */
  public static double siSdr(float[] clean, float[] judged) {
    check(clean, judged);
    double meanClean = mean(clean);
    double meanJudged = mean(judged);
    double product = 0;
    double energy = 0;
    for (int i = 0; i < clean.length; i++) {
      double s = clean[i] - meanClean;
      product += s * (judged[i] - meanJudged);
      energy += s * s;
    }
    double alpha = product / (energy + Double.MIN_NORMAL);
    double target = 0;
    double distortion = 0;
    for (int i = 0; i < clean.length; i++) {
      double part = alpha * (clean[i] - meanClean);
      double off = part - (judged[i] - meanJudged);
      target += part * part;
      distortion += off * off;
    }
    return 10 * Math.log10((target + 1e-20) / (distortion + 1e-20));
  }

  /**
   * Short-time objective intelligibility, about 0 to 1 (Taal et al. 2011).
   *
   * @param clean of any rate
   * @param judged equally long
   * @param rate samples a second
   * @return NaN if less than 384 ms of the clean recording are not silent: that is too short
   */
  public static double stoi(float[] clean, float[] judged, int rate) {
    check(clean, judged);
    return Intelligibility.of(
        Resampling.to(Intelligibility.RATE, clean, rate),
        Resampling.to(Intelligibility.RATE, judged, rate));
  }

  private static double mean(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    return sum / samples.length;
  }

  private static void check(float[] clean, float[] judged) {
    if (clean.length != judged.length || clean.length == 0) {
      throw new IllegalArgumentException(
          "recordings that are compared are equally long, but were %d and %d samples"
              .formatted(clean.length, judged.length));
    }
  }
}
