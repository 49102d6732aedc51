package dev.hourglass.data.read;

import dev.hourglass.data.dataset.DataException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads one PNG, JPEG, GIF or BMP file into {@link Pixels}. */
final class ImageDecoder {
  private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

  /**
   * More pixels per byte of file than any of the formats can pack (GIF: 4095 pixels in 12 bits). A
   * header that claims more lies, and must not make us allocate.
   */
  private static final long MOST_PIXELS_PER_BYTE = 4096;

  /** A quarter of what a Java array can hold in RGB; scanned posters are smaller. */
  private static final long MOST_PIXELS = 1L << 28;

  private ImageDecoder() {}

  /** Whether a file is an image by its name, and not hidden. */
  static boolean isImageName(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** Whether these first bytes of a file begin an image. */
  static boolean hasMagic(byte[] start) {
    return startsWith(start, 0x89, 'P', 'N', 'G')
        || startsWith(start, 0xFF, 0xD8, 0xFF)
        || startsWith(start, 'G', 'I', 'F', '8')
        || startsWith(start, 'B', 'M');
  }

  private static boolean startsWith(byte[] start, int... magic) {
    if (start.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (start[i] != (byte) magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** The size the file's header gives; nothing else is decoded. */
  static ReadOptions.Size sizeOf(Path path) {
    try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
      if (in == null) {
        throw DataException.reading(path, new IOException("cannot be opened"));
      }
      return withReader(path, in, reader -> checkedSize(path, reader, Files.size(path)));
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  /**
   * Decodes an image, its first frame if it has several.
   *
   * @throws DataException if the file is no image or is damaged
   */
  static Pixels decode(Path path) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return withReader(
          path,
          in,
          reader -> {
            checkedSize(path, reader, bytes.length);
            return pixels(reader.read(0));
          });
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  private static <T> T withReader(Path path, ImageInputStream in, Reading<T> reading) {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new DataException(
          path
              + ": is no image that can be read, whatever its name says; "
              + "convert it to PNG, or remove it from the folder");
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(in, true, true);
      return reading.from(reader);
    } catch (IOException | RuntimeException e) {
      // The decoders of the JDK throw all kinds of unchecked exceptions on damaged files.
      throw e instanceof DataException d ? d : unreadable(path, e);
    } finally {
      reader.dispose();
    }
  }

  private static DataException unreadable(Path path, Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new DataException(
        path
            + ": this image cannot be decoded ("
            + why.strip()
            + "); replace it, convert it to PNG, or remove it from the folder",
        e);
  }

  private static ReadOptions.Size checkedSize(Path path, ImageReader reader, long fileBytes)
      throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    long pixels = (long) width * height;
    if (width < 1
        || height < 1
        || pixels > Math.min(MOST_PIXELS, fileBytes * MOST_PIXELS_PER_BYTE)) {
      throw new DataException(
          path
              + (": its header says %d×%d pixels, which a file of %d bytes cannot hold or "
                      + "no memory can; ")
                  .formatted(width, height, fileBytes)
              + "replace it or remove it from the folder");
    }
    return new ReadOptions.Size(width, height);
  }

  static Pixels pixels(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    boolean grey = colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    if (grey && !(colors instanceof IndexColorModel)) {
      return greyPixels(image);
    }
    return colorPixels(image);
  }

  /** Straight from the raster: getRGB would bend grey values by a gamma curve. */
  private static Pixels greyPixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    int bits = image.getColorModel().getComponentSize(0);
    boolean alpha = raster.getNumBands() > 1;
    int alphaBits = alpha ? image.getColorModel().getComponentSize(1) : 0;
    byte[] values = new byte[width * height];
    int[] row = new int[width];
    int[] alphaRow = new int[alpha ? width : 0];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      if (alpha) {
        raster.getSamples(0, y, width, 1, 1, alphaRow);
      }
      for (int x = 0; x < width; x++) {
        int value = toByte(row[x], bits);
        values[y * width + x] =
            (byte) (alpha ? overWhite(value, toByte(alphaRow[x], alphaBits)) : value);
      }
    }
    return new Pixels(width, height, 1, values);
  }

  private static int toByte(int value, int bits) {
    return bits == 8 ? value : bits > 8 ? value >>> (bits - 8) : value * 255 / ((1 << bits) - 1);
  }

  private static Pixels colorPixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean opaque = image.getColorModel().getTransparency() == Transparency.OPAQUE;
    byte[] values = new byte[Math.multiplyExact(3 * width, height)];
    int[] row = new int[width];
    boolean grey = image.getColorModel() instanceof IndexColorModel;
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = opaque ? 255 : argb >>> 24;
        int red = overWhite(argb >> 16 & 0xFF, alpha);
        int green = overWhite(argb >> 8 & 0xFF, alpha);
        int blue = overWhite(argb & 0xFF, alpha);
        grey &= red == green && green == blue;
        values[at++] = (byte) red;
        values[at++] = (byte) green;
        values[at++] = (byte) blue;
      }
    }
    Pixels rgb = new Pixels(width, height, 3, values);
    return grey ? rgb.toGrey() : rgb; // a palette of greys is a grey image
  }

  /** Transparent pixels lie on white paper, as viewers show them. */
  private static int overWhite(int value, int alpha) {
    return alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
