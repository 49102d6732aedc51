package dev.hourglass.tasks.denoise;

import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.picture.ImageQuality;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How near a picture is to the one it should be.
 *
 * @param psnr peak signal to noise ratio in decibels, of a peak of 1; at most {@link
 *     ImageQuality#BEST_DECIBELS}, which stands for the same picture
 * @param ssim structural similarity, at most 1
 */
public record PictureQuality(double psnr, double ssim) {
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
    ImageQuality quality = new ImageQuality(clean.shape(), 1);
    double[] wanted = doubles(clean.values());
    double[] found = doubles(picture.values());
    return new PictureQuality(quality.psnr(wanted, found), quality.ssim(wanted, found));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
