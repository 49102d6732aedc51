package dev.hourglass.tasks.denoise;

import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.denoise.classic.GaussianFilter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How near a picture is to the one it should be.
 *
 * @param psnr peak signal to noise ratio in decibels, of a peak of 1; {@value #SAME} where both are
 *     the same
 * @param ssim structural similarity, at most 1
 */
public record PictureQuality(double psnr, double ssim) {
  /** What stands for infinitely many decibels. */
  public static final double SAME = 100;

  /** Window and constants of Wang, Bovik, Sheikh and Simoncelli (2004). */
  private static final double SIGMA = 1.5;

  private static final int RADIUS = 5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  /** Plain numbers, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("psnr", psnr);
    map.put("ssim", ssim);
    return map;
  }

  /**
   * Measures a picture.
   *
   * @param clean what it should be
   * @throws IllegalArgumentException if the two are of different shapes
   */
  public static PictureQuality of(Picture clean, Picture picture) {
    if (!clean.shape().equals(picture.shape())) {
      throw new IllegalArgumentException(
          "a picture of %s cannot be measured by one of %s"
              .formatted(picture.shape(), clean.shape()));
    }
    int channels = clean.shape().channels();
    double ssim = 0;
    for (int c = 0; c < channels; c++) {
      ssim += ssim(clean.channel(c), picture.channel(c)) / channels;
    }
    return new PictureQuality(psnr(clean.values(), picture.values()), ssim);
  }

  private static double psnr(float[] clean, float[] values) {
    double sum = 0;
    for (int i = 0; i < clean.length; i++) {
      double difference = (double) values[i] - clean[i];
      sum += difference * difference;
    }
    return sum == 0 ? SAME : Math.min(SAME, -10 * Math.log10(sum / clean.length));
  }

  /** The mean over the places where the window lies inside; of all along a side shorter than it. */
  private static double ssim(Picture clean, Picture picture) {
    int height = clean.shape().height();
    int width = clean.shape().width();
    float[] x = clean.values();
    float[] y = picture.values();
    float[] meanX = smooth(x, height, width);
    float[] meanY = smooth(y, height, width);
    float[] squareX = smooth(product(x, x), height, width);
    float[] squareY = smooth(product(y, y), height, width);
    float[] cross = smooth(product(x, y), height, width);
    int down = height > 2 * RADIUS ? RADIUS : 0;
    int right = width > 2 * RADIUS ? RADIUS : 0;
    double sum = 0;
    for (int row = down; row < height - down; row++) {
      for (int column = right; column < width - right; column++) {
        int i = row * width + column;
        double ux = meanX[i];
        double uy = meanY[i];
        double varianceX = squareX[i] - ux * ux;
        double varianceY = squareY[i] - uy * uy;
        double covariance = cross[i] - ux * uy;
        sum +=
            (2 * ux * uy + C1)
                * (2 * covariance + C2)
                / ((ux * ux + uy * uy + C1) * (varianceX + varianceY + C2));
      }
    }
    return sum / ((long) (height - 2 * down) * (width - 2 * right));
  }

  private static float[] smooth(float[] plane, int height, int width) {
    return GaussianFilter.smooth(plane, height, width, SIGMA, RADIUS);
  }

  private static float[] product(float[] a, float[] b) {
    float[] product = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }
}
