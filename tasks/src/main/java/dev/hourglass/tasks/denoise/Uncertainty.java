package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.util.SplittableRandom;

/**
 * Where a cleaned picture is a guess: how far eight results lie apart. Each is of the picture
 * turned or mirrored another way; where noise was found, of the cleaned picture with noise of that
 * strength drawn anew (a parametric bootstrap, Efron and Tibshirani 1993, chapter 6.5), and
 * otherwise of the picture that was given. Where lines of the spectrum are missing there are four,
 * mirrored alone.
 *
 * <p>It tells what the noise left open and where the model is of two minds; an error that it makes
 * every time is not seen.
 *
 * @param deviations the standard deviation of each number, where full brightness is 1
 * @param shape of the picture
 */
@SuppressWarnings("ArrayRecordComponent") // passes from network to file, never compared
public record Uncertainty(float[] deviations, SampleShape shape) {
  /** A deviation of this is drawn as white. */
  public static final double WHITE = 0.1;

  /** All ways in which a picture can lie. */
  private static final int WAYS = 8;

  /** Without exchanged axes: lines of a spectrum are missing in one direction. */
  private static final int MIRRORED = 4;

  private static final long SEED = 1;
  private static final int DEEP = 16;

  /**
   * Of a picture.
   *
   * @param noisy as it was given
   * @param cleaned what the denoiser made of it
   */
  public static Uncertainty of(
      PictureDenoiser denoiser, Picture noisy, PictureDenoiser.Cleaned cleaned) {
    int count = noisy.values().length;
    double[] sums = new double[count];
    double[] squares = new double[count];
    double sigma = denoiser.knowsPixelNoise() ? cleaned.noise().sigma() : 0;
    int ways = denoiser.mendsLines() ? MIRRORED : WAYS;
    for (int way = 0; way < ways; way++) {
      Picture given = sigma > 0 ? drawn(cleaned.picture(), sigma, way) : noisy;
      Picture turned = denoiser.clean(turned(given, way)).picture();
      float[] back = turned(turned, inverse(way)).values();
      for (int i = 0; i < count; i++) {
        // About the cleaned one, which is near the mean.
        double difference = (double) back[i] - cleaned.picture().values()[i];
        sums[i] += difference;
        squares[i] += difference * difference;
      }
    }
    float[] deviations = new float[count];
    for (int i = 0; i < count; i++) {
      double variance = (squares[i] - sums[i] * sums[i] / ways) / (ways - 1);
      deviations[i] = (float) Math.sqrt(Math.max(0, variance));
    }
    return new Uncertainty(deviations, noisy.shape());
  }

  private static Picture drawn(Picture clean, double sigma, int way) {
    float[] values = clean.values().clone();
    long key = Noise.key(SEED, NoisePurpose.PICTURE_NOISE, 0, way);
    PixelNoise.gaussian(values, sigma, new SplittableRandom(key));
    return clean.withValues(values);
  }

  /**
   * Mirrored where the first bit is set, upside down by the second, its axes exchanged by the
   * third.
   */
  static Picture turned(Picture picture, int way) {
    SampleShape shape = picture.shape();
    boolean swaps = (way & 4) != 0;
    int height = swaps ? shape.width() : shape.height();
    int width = swaps ? shape.height() : shape.width();
    int channels = shape.channels();
    float[] values = new float[picture.values().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int fromY = swaps ? x : y;
        int fromX = swaps ? y : x;
        fromX = (way & 1) != 0 ? shape.width() - 1 - fromX : fromX;
        fromY = (way & 2) != 0 ? shape.height() - 1 - fromY : fromY;
        System.arraycopy(
            picture.values(),
            (fromY * shape.width() + fromX) * channels,
            values,
            (y * width + x) * channels,
            channels);
      }
    }
    return new Picture(values, SampleShape.image(channels, height, width), picture.bits());
  }

  /** The way back: where axes are exchanged, so are the two mirrors. */
  static int inverse(int way) {
    return (way & 4) == 0 ? way : 4 | (way & 1) << 1 | (way & 2) >> 1;
  }

  /** Of all numbers. */
  public double mean() {
    double sum = 0;
    for (float deviation : deviations) {
      sum += deviation;
    }
    return sum / deviations.length;
  }

  /** A grey picture of 16 bits: black where nothing is open, white from {@link #WHITE} on. */
  public Picture picture() {
    int channels = shape.channels();
    float[] grey = new float[shape.height() * shape.width()];
    for (int i = 0; i < grey.length; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += deviations[i * channels + c];
      }
      grey[i] = (float) Math.min(1, sum / channels / WHITE);
    }
    return new Picture(grey, SampleShape.image(1, shape.height(), shape.width()), DEEP);
  }
}
