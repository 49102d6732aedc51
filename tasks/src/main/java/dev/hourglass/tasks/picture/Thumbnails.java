package dev.hourglass.tasks.picture;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Large images made smaller by averaging squares of pixels, so that a page of many does not weigh
 * more than it shows.
 *
 * @param full the images' own shape
 * @param factor pixels a side that become one; at least 1
 */
public record Thumbnails(SampleShape full, int factor) {
  public Thumbnails {
    if (factor < 1) {
      throw new IllegalArgumentException("1 or more pixels become one, but was " + factor);
    }
  }

  /** Thumbnails of at most about {@code side} pixels a side; small images stay as they are. */
  public static Thumbnails of(SampleShape full, int side) {
    return new Thumbnails(full, Math.max(1, Math.max(full.width(), full.height()) / side));
  }

  /** A thumbnail's shape; what does not fill a whole square at the far edges is left out. */
  public SampleShape shape() {
    return SampleShape.image(
        full.channels(), Math.max(1, full.height() / factor), Math.max(1, full.width() / factor));
  }

  /** Thumbnails of images, {@code [count, full features]} to {@code [count, features]}. */
  public Tensor of(Tensor images) {
    if (factor == 1) {
      return images;
    }
    SampleShape small = shape();
    Tensor thumbnails = Tensor.allocate(images.rows(), small.features());
    for (int r = 0; r < images.rows(); r++) {
      float[] image = images.row(r);
      int at = 0;
      for (int y = 0; y < small.height(); y++) {
        for (int x = 0; x < small.width(); x++) {
          for (int c = 0; c < small.channels(); c++) {
            thumbnails.set(r, at++, average(image, x, y, c));
          }
        }
      }
    }
    return thumbnails;
  }

  private double average(float[] image, int x, int y, int c) {
    double sum = 0;
    int count = 0;
    for (int down = y * factor; down < Math.min((y + 1) * factor, full.height()); down++) {
      for (int right = x * factor; right < Math.min((x + 1) * factor, full.width()); right++) {
        sum += image[(down * full.width() + right) * full.channels() + c];
        count++;
      }
    }
    return sum / count;
  }
}
