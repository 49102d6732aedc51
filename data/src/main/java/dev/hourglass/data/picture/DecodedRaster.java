package dev.hourglass.data.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * A decoder's image made {@link Pixels}: grey or RGB, nothing transparent, 8 or 16 bits.
 *
 * @param pixels the image, as it is stored
 * @param transparent whether any of it was
 * @param cmyk whether its colours were printing inks
 */
record DecodedRaster(Pixels pixels, boolean transparent, boolean cmyk) {

  /** The first image that a reader has. */
  static DecodedRaster read(ImageReader reader) throws IOException {
    ImageTypeSpecifier raw = reader.getRawImageType(0);
    boolean cmyk = raw != null && isCmyk(raw.getColorModel());
    // WebP knows no grey; a picture of greys is one all the same.
    boolean maybeGrey = reader.getFormatName().equalsIgnoreCase("webp");
    DecodedRaster raster = of(reader.read(0), maybeGrey);
    return cmyk ? new DecodedRaster(raster.pixels, raster.transparent, true) : raster;
  }

  private static boolean isCmyk(ColorModel colors) {
    return colors.getColorSpace().getType() == ColorSpace.TYPE_CMYK;
  }

  static DecodedRaster of(BufferedImage image) {
    return of(image, false);
  }

  private static DecodedRaster of(BufferedImage image, boolean maybeGrey) {
    ColorModel colors = image.getColorModel();
    int data = image.getRaster().getTransferType();
    if (data == DataBuffer.TYPE_FLOAT || data == DataBuffer.TYPE_DOUBLE) {
      throw new IllegalArgumentException(
          "it holds floating-point numbers and not pixels; save them as .npy");
    }
    boolean indexed = colors instanceof IndexColorModel;
    boolean grey = colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    if (grey && !indexed) {
      return ofRaster(image, 1);
    }
    if (colors.getColorSpace().isCS_sRGB() && !indexed && colors.getComponentSize(0) > 8) {
      return ofRaster(image, 3);
    }
    return ofColors(image, indexed || maybeGrey); // as is a palette of greys
  }

  /**
   * Straight from the raster: getRGB would bend grey values by a gamma curve, and cut to 8 bits.
   */
  private static DecodedRaster ofRaster(BufferedImage image, int channels) {
    Raster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    int stored = colors.getComponentSize(0);
    int bands = raster.getNumBands();
    boolean alpha = bands > channels && colors.hasAlpha();
    int alphaBits = alpha ? colors.getComponentSize(channels) : 0;
    int width = image.getWidth();
    Pixels pixels = Pixels.blank(width, image.getHeight(), channels, stored > 8 ? 16 : 8);
    int[] row = new int[width * bands];
    boolean transparent = false;
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int opacity =
            alpha ? scaled(row[x * bands + channels], alphaBits, pixels.bits()) : pixels.full();
        transparent |= opacity != pixels.full();
        for (int c = 0; c < channels; c++) {
          int level = scaled(row[x * bands + c], stored, pixels.bits());
          pixels.set(at++, overWhite(level, opacity, pixels.full()));
        }
      }
    }
    return new DecodedRaster(pixels, transparent, false);
  }

  private static int scaled(int value, int from, int to) {
    if (from == to) {
      return value;
    }
    return from > to
        ? value >>> from - to
        : (int) ((long) value * ((1 << to) - 1) / ((1 << from) - 1));
  }

  private static DecodedRaster ofColors(BufferedImage image, boolean maybeGrey) {
    int width = image.getWidth();
    boolean opaque = image.getColorModel().getTransparency() == Transparency.OPAQUE;
    Pixels rgb = Pixels.blank(width, image.getHeight(), 3, 8);
    int[] row = new int[width];
    boolean grey = maybeGrey;
    boolean transparent = false;
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = opaque ? 255 : argb >>> 24;
        transparent |= alpha != 255;
        int red = overWhite(argb >> 16 & 0xFF, alpha, 255);
        int green = overWhite(argb >> 8 & 0xFF, alpha, 255);
        int blue = overWhite(argb & 0xFF, alpha, 255);
        grey &= red == green && green == blue;
        rgb.set(at++, red);
        rgb.set(at++, green);
        rgb.set(at++, blue);
      }
    }
    Pixels pixels = grey ? rgb.toGrey() : rgb;
    return new DecodedRaster(pixels, transparent, isCmyk(image.getColorModel()));
  }

  /** Transparent pixels lie on white paper, as viewers show them. */
  private static int overWhite(int value, int alpha, int full) {
    return alpha == full
        ? value
        : (int) (((long) value * alpha + (long) full * (full - alpha) + full / 2) / full);
  }
}
