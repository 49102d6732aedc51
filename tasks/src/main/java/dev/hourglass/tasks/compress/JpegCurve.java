package dev.hourglass.tasks.compress;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.SampleImage;
import dev.hourglass.tasks.picture.ImageQuality;
import dev.hourglass.tasks.picture.Jpeg;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** What JPEG, as the JDK writes it, makes of samples that are images of bytes, one file each. */
final class JpegCurve {
  private static final double[] QUALITIES = {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95};
  private static final int START_OF_SCAN = 0xDA;
  private static final int MARKER = 0xFF;
  private static final int BYTE = 255;

  private JpegCurve() {}

  /**
   * A quality of JPEG.
   *
   * @param bytes of a file, the mean
   * @param scanBytes of it behind the header, without which no file is one, but which an archive of
   *     many could share
   * @param quality of what comes back
   */
  record Point(double bytes, double scanBytes, Quality quality) {}

  /**
   * Measures.
   *
   * @param samples of 1 or 3 channels, gathered as 0 to 1
   */
  static List<Point> of(Dataset samples) {
    List<Point> points = new ArrayList<>();
    for (double quality : QUALITIES) {
      ImageQuality measured = new ImageQuality(samples.shape(), BYTE);
      double bytes = 0;
      double scan = 0;
      for (int row = 0; row < samples.size(); row++) {
        BufferedImage image = SampleImage.toBufferedImage(samples.row(row), samples.shape());
        byte[] file = Jpeg.encode(image, quality);
        bytes += file.length;
        scan += file.length - scanStart(file);
        measured.add(levels(image, samples.shape()), levels(Jpeg.decode(file), samples.shape()));
      }
      points.add(new Point(bytes / samples.size(), scan / samples.size(), Quality.of(measured)));
    }
    return points;
  }

  private static double[] levels(BufferedImage image, SampleShape shape) {
    double[] levels = new double[shape.features()];
    return image.getRaster().getPixels(0, 0, shape.width(), shape.height(), levels);
  }

  /** Where the picture itself begins: behind the segment that announces it. */
  static int scanStart(byte[] file) {
    int at = 2;
    while ((file[at] & MARKER) == MARKER) {
      int length = (file[at + 2] & BYTE) << Byte.SIZE | file[at + 3] & BYTE;
      boolean scan = (file[at + 1] & BYTE) == START_OF_SCAN;
      at += 2 + length;
      if (scan) {
        break;
      }
    }
    return at;
  }
}
