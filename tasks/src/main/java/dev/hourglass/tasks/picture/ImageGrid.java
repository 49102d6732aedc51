package dev.hourglass.tasks.picture;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.awt.image.BufferedImage;

/**
 * Image samples laid out in rows and columns with thin transparent gutters.
 *
 * @param shape of a sample; 1 channel is drawn grey, 3 in colour
 * @param columns pictures in a row
 * @param gutter pixels between pictures
 * @param scale pixels a side that every pixel of a sample is drawn with
 * @param low the value drawn black
 * @param high the value drawn white
 */
public record ImageGrid(
    SampleShape shape, int columns, int gutter, int scale, double low, double high) {

  /**
   * @throws IllegalArgumentException if samples are no pictures, or a number is out of range
   */
  public ImageGrid {
    if (!shape.isImage() || (shape.channels() != 1 && shape.channels() != 3)) {
      throw new IllegalArgumentException(
          "only grey and RGB images can be drawn, but a sample here has %s; write a .csv or .npy"
                  .formatted(shape)
              + " instead");
    }
    if (columns < 1 || gutter < 0 || scale < 1) {
      throw new IllegalArgumentException(
          "a grid has 1 or more columns, a gutter of 0 or more and a scale of 1 or more, but was "
              + columns
              + ", "
              + gutter
              + ", "
              + scale);
    }
    if (!(high > low)) {
      throw new IllegalArgumentException(
          "white must be above black, but was %s over %s".formatted(high, low));
    }
  }

  /** Gutters of 2 pixels, samples within [0, 1], small images enlarged to about 56 pixels. */
  public static ImageGrid of(SampleShape shape, int columns) {
    int scale = Math.clamp(56 / Math.max(1, Math.max(shape.width(), shape.height())), 1, 8);
    return new ImageGrid(shape, columns, 2, scale, 0, 1);
  }

  /** The same grid with another scale. */
  public ImageGrid withScale(int value) {
    return new ImageGrid(shape, columns, gutter, value, low, high);
  }

  /** The same grid with another gutter. */
  public ImageGrid withGutter(int value) {
    return new ImageGrid(shape, columns, value, scale, low, high);
  }

  /** The same grid with other values for black and white. */
  public ImageGrid withRange(double black, double white) {
    return new ImageGrid(shape, columns, gutter, scale, black, white);
  }

  /** Draws samples {@code [count, features]} as they are: grey or RGB. */
  public BufferedImage draw(Tensor samples) {
    return drawWith(samples, (sample, pixel, _) -> color(sample, pixel));
  }

  /**
   * Draws signed patterns, each scaled by its own largest magnitude: above zero in one colour,
   * below in another, nothing at zero, so that it reads on light and dark pages alike. The channels
   * of a colour image are averaged.
   */
  public BufferedImage drawSigned(Tensor patterns) {
    return drawWith(patterns, this::signedColor);
  }

  private interface PixelColor {
    int argb(float[] sample, int pixel, double largest);
  }

  private BufferedImage drawWith(Tensor samples, PixelColor colors) {
    if (samples.columns() != shape.features()) {
      throw new IllegalArgumentException(
          "samples of %d numbers are no images of %s".formatted(samples.columns(), shape));
    }
    int count = Math.max(1, samples.rows());
    int across = Math.min(columns, count);
    int down = Math.ceilDiv(count, across);
    int cellWidth = shape.width() * scale + gutter;
    int cellHeight = shape.height() * scale + gutter;
    BufferedImage image =
        new BufferedImage(
            across * cellWidth - gutter, down * cellHeight - gutter, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < samples.rows(); i++) {
      float[] sample = samples.row(i);
      double largest = largest(sample);
      int left = i % across * cellWidth;
      int top = i / across * cellHeight;
      for (int y = 0; y < shape.height() * scale; y++) {
        for (int x = 0; x < shape.width() * scale; x++) {
          int pixel = y / scale * shape.width() + x / scale;
          image.setRGB(left + x, top + y, colors.argb(sample, pixel, largest));
        }
      }
    }
    return image;
  }

  private int color(float[] sample, int pixel) {
    if (shape.channels() == 1) {
      return 0xFF000000 | level(sample[pixel]) * 0x010101;
    }
    int at = pixel * 3;
    return 0xFF000000
        | level(sample[at]) << 16
        | level(sample[at + 1]) << 8
        | level(sample[at + 2]);
  }

  private int level(float value) {
    return (int) Math.round(255 * Math.clamp((value - low) / (high - low), 0.0, 1.0));
  }

  /** Orange for more, blue for less: told apart by everybody, whatever kind of colour vision. */
  private int signedColor(float[] pattern, int pixel, double largest) {
    double value = 0;
    for (int c = 0; c < shape.channels(); c++) {
      value += pattern[pixel * shape.channels() + c];
    }
    double share = largest > 0 ? value / shape.channels() / largest : 0;
    // A little below linear, so that faint strokes can be seen.
    int alpha = (int) Math.round(255 * Math.pow(Math.min(1, Math.abs(share)), 0.8));
    return alpha << 24 | (share > 0 ? 0xF07F13 : 0x2F86E0);
  }

  private double largest(float[] sample) {
    double largest = 0;
    for (float value : sample) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
