package dev.hourglass.tasks.picture;

import dev.hourglass.data.dataset.SampleShape;

/**
 * Peak signal-to-noise ratio and structural similarity (Wang et al. 2004: a Gaussian window of 11
 * pixels and σ 1.5, constants 0.01 and 0.03; the mean over the places where the window fits, and
 * over channels) of images whose values reach from 0 to a peak.
 */
public final class ImageQuality {
  /** What a sample without any error counts as. */
  public static final double BEST_DECIBELS = 100;

  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;

  private final SampleShape shape;
  private final double peak;
  private final double[] window;
  private double decibels;
  private double similarity;
  private int samples;

  /**
   * Of images of a shape.
   *
   * @param peak full brightness
   */
  public ImageQuality(SampleShape shape, double peak) {
    this.shape = shape;
    this.peak = peak;
    int side = Math.min(WINDOW, Math.min(shape.height(), shape.width()));
    this.window = new double[side];
    double sum = 0;
    for (int i = 0; i < side; i++) {
      double x = i - (side - 1) / 2.0;
      window[i] = Math.exp(-x * x / (2 * SIGMA * SIGMA));
      sum += window[i];
    }
    for (int i = 0; i < side; i++) {
      window[i] /= sum;
    }
  }

  /** Adds a sample and what came back of it. */
  public void add(double[] original, double[] restored) {
    decibels += psnr(original, restored);
    similarity += ssim(original, restored);
    samples++;
  }

  /** The mean PSNR of the samples, in decibels. */
  public double psnr() {
    return decibels / samples;
  }

  /** The mean SSIM of the samples. */
  public double ssim() {
    return similarity / samples;
  }

  /** The PSNR of one image, in decibels; at most {@link #BEST_DECIBELS}. */
  public double psnr(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    double decibel = 10 * Math.log10(peak * peak * a.length / sum);
    return Math.min(BEST_DECIBELS, decibel);
  }

  /** The SSIM of one image; of one smaller than the window, in a window as small. */
  public double ssim(double[] a, double[] b) {
    int rows = shape.height() - window.length + 1;
    int columns = shape.width() - window.length + 1;
    double sum = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      double[] means = filtered(a, a, channel, false);
      double[] others = filtered(b, b, channel, false);
      double[] squares = filtered(a, a, channel, true);
      double[] otherSquares = filtered(b, b, channel, true);
      double[] products = filtered(a, b, channel, true);
      double c1 = K1 * K1 * peak * peak;
      double c2 = K2 * K2 * peak * peak;
      for (int i = 0; i < means.length; i++) {
        double x = means[i];
        double y = others[i];
        double variances = squares[i] - x * x + otherSquares[i] - y * y;
        sum +=
            (2 * x * y + c1)
                * (2 * (products[i] - x * y) + c2)
                / ((x * x + y * y + c1) * (variances + c2));
      }
    }
    return sum / ((double) rows * columns * shape.channels());
  }

  /** The window's weighted mean of a (or of a·b) wherever it fits, across and then down. */
  private double[] filtered(double[] a, double[] b, int channel, boolean product) {
    int side = window.length;
    int columns = shape.width() - side + 1;
    int rows = shape.height() - side + 1;
    double[] across = new double[shape.height() * columns];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < columns; x++) {
        double sum = 0;
        for (int k = 0; k < side; k++) {
          int at = (y * shape.width() + x + k) * shape.channels() + channel;
          sum += window[k] * (product ? a[at] * b[at] : a[at]);
        }
        across[y * columns + x] = sum;
      }
    }
    double[] both = new double[rows * columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        double sum = 0;
        for (int k = 0; k < side; k++) {
          sum += window[k] * across[(y + k) * columns + x];
        }
        both[y * columns + x] = sum;
      }
    }
    return both;
  }
}
