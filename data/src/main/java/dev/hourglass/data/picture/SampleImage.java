package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.ByteSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A sample as an image of the JDK, and such images as samples. */
public final class SampleImage {
  private SampleImage() {}

  /**
   * A sample as an image. Values are taken as 0 (black) to 1 (full), those outside as the nearest.
   *
   * @param row one sample of this shape
   * @param shape an image of 1 or 3 channels
   * @throws IllegalArgumentException if the shape has other channels or the row another length
   */
  public static BufferedImage toBufferedImage(float[] row, SampleShape shape) {
    int channels = shape.channels();
    if ((channels != 1 && channels != 3) || row.length != shape.features()) {
      throw new IllegalArgumentException(
          "%d numbers of shape %s are no grey or RGB image".formatted(row.length, shape));
    }
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(shape.width(), shape.height(), type);
    int[] levels = new int[row.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.clamp(Math.round(row[i] * 255), 0, 255);
    }
    image.getRaster().setPixels(0, 0, shape.width(), shape.height(), levels);
    return image;
  }

  /**
   * Images as a dataset of bytes: grey when all are grey, else RGB.
   *
   * @param images at least one, all of the same size
   * @throws IllegalArgumentException if there are none or their sizes differ
   */
  public static Dataset of(List<BufferedImage> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a dataset needs at least one image");
    }
    List<Pixels> all = images.stream().map(image -> DecodedRaster.of(image).pixels()).toList();
    int channels = all.stream().mapToInt(Pixels::channels).max().orElseThrow();
    Pixels first = all.getFirst();
    SampleShape shape = SampleShape.image(channels, first.height(), first.width());
    MemorySegment bytes = Storage.allocate((long) all.size() * shape.features());
    for (int i = 0; i < all.size(); i++) {
      Pixels pixels = channels == 3 ? all.get(i).toRgb() : all.get(i);
      if (pixels.width() != first.width() || pixels.height() != first.height()) {
        throw new IllegalArgumentException("images must have one size; image " + i + " differs");
      }
      for (int k = 0; k < shape.features(); k++) {
        int level = pixels.level(k) >>> pixels.bits() - 8;
        bytes.set(ValueLayout.JAVA_BYTE, (long) i * shape.features() + k, (byte) level);
      }
    }
    return new ByteSamples(bytes, all.size(), shape, "memory");
  }
}
