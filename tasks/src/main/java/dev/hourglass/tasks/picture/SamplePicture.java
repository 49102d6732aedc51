package dev.hourglass.tasks.picture;

import dev.hourglass.data.dataset.SampleShape;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/** One sample as a picture of its own size, as it is read back: grey, or red, green and blue. */
public final class SamplePicture {
  private SamplePicture() {}

  /**
   * Draws a sample.
   *
   * @param shape an image of 1 or 3 channels
   * @param sample channels last; 0 is black, 1 white, what lies beyond is cut
   * @throws IllegalArgumentException if it is no picture
   */
  public static Png of(SampleShape shape, float[] sample) {
    if (!shape.isImage() || (shape.channels() != 1 && shape.channels() != 3)) {
      throw new IllegalArgumentException("only grey and RGB images are pictures, but was " + shape);
    }
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    WritableRaster raster = image.getRaster();
    for (int i = 0; i < sample.length; i++) {
      int pixel = i / shape.channels();
      int level = Math.round(255 * Math.clamp(sample[i], 0f, 1f));
      raster.setSample(pixel % shape.width(), pixel / shape.width(), i % shape.channels(), level);
    }
    return Png.of(image);
  }
}
