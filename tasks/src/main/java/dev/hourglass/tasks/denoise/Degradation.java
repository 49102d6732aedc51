package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.tasks.denoise.classic.GaussianFilter;
import dev.hourglass.tasks.picture.Jpeg;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/** Damage that spreads over neighbouring pixels. */
final class Degradation {
  private Degradation() {}

  static void blur(float[] values, SampleShape shape, double sigma) {
    if (sigma == 0) {
      return;
    }
    int channels = shape.channels();
    float[] plane = new float[values.length / channels];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = values[i * channels + c];
      }
      float[] smooth = GaussianFilter.smooth(plane, shape.height(), shape.width(), sigma);
      for (int i = 0; i < plane.length; i++) {
        values[i * channels + c] = smooth[i];
      }
    }
  }

  static void jpeg(float[] values, SampleShape shape, double quality) {
    int channels = shape.channels();
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int[] levels = new int[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.clamp(Math.round(values[i] * 255), 0, 255);
    }
    WritableRaster raster = image.getRaster();
    raster.setPixels(0, 0, shape.width(), shape.height(), levels);
    int[] decoded = decoded(Jpeg.encode(image, quality / 100), shape, levels);
    for (int i = 0; i < values.length; i++) {
      values[i] = decoded[i] / 255f;
    }
  }

  private static int[] decoded(byte[] jpeg, SampleShape shape, int[] into) {
    BufferedImage image = Jpeg.decode(jpeg);
    if (shape.channels() == 1) {
      return image.getRaster().getPixels(0, 0, shape.width(), shape.height(), into);
    }
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int rgb = image.getRGB(x, y);
        int at = (y * shape.width() + x) * 3;
        into[at] = rgb >> 16 & 0xFF;
        into[at + 1] = rgb >> 8 & 0xFF;
        into[at + 2] = rgb & 0xFF;
      }
    }
    return into;
  }
}
