package dev.hourglass.tasks.speech;

import dev.hourglass.tasks.picture.Png;
import java.awt.image.BufferedImage;

/** A channel's short-time spectra as a picture: time to the right, frequency upwards. */
final class SpectrumPicture {
  /** What is fainter than the loudest by so many decibels is as dark as can be. */
  private static final double DECIBELS = 70;

  private static final double PER_NEPER = 10 / Math.log(10);

  /** From silent to loud, evenly spaced; read on light and dark pages alike. */
  private static final int[] COLORS = {0x0B0A1E, 0x3B1A63, 0x8C2A6B, 0xD4513F, 0xF6A12D, 0xFBF1A9};

  private SpectrumPicture() {}

  /** The loudest log power of a channel, in decibels. */
  static double loudest(float[] channel, int rate, int frequencies) {
    double loudest = Double.NEGATIVE_INFINITY;
    for (float[] window : powers(channel, rate, frequencies)) {
      for (float power : window) {
        loudest = Math.max(loudest, PER_NEPER * power);
      }
    }
    return loudest;
  }

  /**
   * Draws a channel, a pixel for each window and frequency.
   *
   * @param frequencies how many, from 0 Hz on
   * @param top decibels that are drawn brightest, so that pictures compare
   */
  static Png of(float[] channel, int rate, int frequencies, double top) {
    float[][] powers = powers(channel, rate, frequencies);
    BufferedImage image = new BufferedImage(powers.length, frequencies, BufferedImage.TYPE_INT_RGB);
    for (int t = 0; t < powers.length; t++) {
      for (int f = 0; f < frequencies; f++) {
        double share = 1 + (PER_NEPER * powers[t][f] - top) / DECIBELS;
        image.setRGB(t, frequencies - 1 - f, color(Math.clamp(share, 0.0, 1.0)));
      }
    }
    return Png.of(image);
  }

  private static float[][] powers(float[] channel, int rate, int frequencies) {
    Spectrogram spectrogram = Spectrogram.of(channel, rate);
    float[][] powers = new float[spectrogram.frames()][frequencies];
    for (int t = 0; t < powers.length; t++) {
      spectrogram.logPower(t, powers[t]);
    }
    return powers;
  }

  private static int color(double share) {
    double place = share * (COLORS.length - 1);
    int from = Math.min((int) place, COLORS.length - 2);
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int low = COLORS[from] >> shift & 0xFF;
      int high = COLORS[from + 1] >> shift & 0xFF;
      rgb |= (int) Math.round(low + (high - low) * (place - from)) << shift;
    }
    return rgb;
  }
}
