package dev.hourglass.tasks.denoise;

import dev.hourglass.data.picture.Picture;
import java.util.Arrays;

/**
 * How much noise there is in a picture of which nothing else is known: from the finest diagonal
 * details, coefficients of Daubechies' wavelet with two moments, in which pictures have little and
 * noise as much as everywhere.
 *
 * @param sigma its standard deviation by the median of the details (Donoho and Johnstone 1994),
 *     which edges do not disturb; the mean over the channels
 * @param energy the mean squared detail, edges and single hit pixels included
 */
public record NoiseEstimate(double sigma, double energy) {
  /** The high-pass half of the filter bank "db2". */
  private static final double[] HIGH = {
    -0.48296291314469025, 0.836516303737469, -0.22414386804185735, -0.12940952255092145
  };

  private static final int TAPS = HIGH.length;

  /** The median of |ε| for a standard normal ε. */
  private static final double MEDIAN_OF_NORMAL = 0.6744897501960817;

  /** Looks at a picture; one too small for the filter has no noise that could be told. */
  public static NoiseEstimate of(Picture picture) {
    int height = picture.shape().height();
    int width = picture.shape().width();
    int channels = picture.shape().channels();
    if (height < TAPS || width < TAPS) {
      return new NoiseEstimate(0, 0);
    }
    float[] details = new float[((height - TAPS) / 2 + 1) * ((width - TAPS) / 2 + 1)];
    double sigma = 0;
    double energy = 0;
    for (int c = 0; c < channels; c++) {
      int count = 0;
      double squares = 0;
      for (int y = 0; y + TAPS <= height; y += 2) {
        for (int x = 0; x + TAPS <= width; x += 2) {
          float detail = detail(picture.values(), (y * width + x) * channels + c, width, channels);
          squares += detail * detail;
          // Where light or film ended there is no noise either.
          if (detail != 0) {
            details[count++] = Math.abs(detail);
          }
        }
      }
      energy += squares / details.length / channels;
      sigma += median(details, count) / MEDIAN_OF_NORMAL / channels;
    }
    return new NoiseEstimate(sigma, energy);
  }

  private static float detail(float[] values, int first, int width, int channels) {
    double sum = 0;
    for (int y = 0; y < TAPS; y++) {
      double row = 0;
      for (int x = 0; x < TAPS; x++) {
        row += HIGH[x] * values[first + (y * width + x) * channels];
      }
      sum += HIGH[y] * row;
    }
    return (float) sum;
  }

  private static double median(float[] values, int count) {
    if (count == 0) {
      return 0;
    }
    Arrays.sort(values, 0, count);
    return values[count / 2];
  }
}
