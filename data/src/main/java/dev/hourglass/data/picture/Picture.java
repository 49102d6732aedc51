package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.scan.Scan;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One image of whatever size it has, upright.
 *
 * @param values its pixels row by row, channels interleaved; 0 is black and 1 full brightness
 * @param shape height, width and channels: 1 (grey) or 3 (red, green, blue)
 * @param bits of a number in its file: 8 or 16
 */
@SuppressWarnings("ArrayRecordComponent") // passes from file to model and back, never compared
public record Picture(float[] values, SampleShape shape, int bits) {

  /** Refuses other channels, bits or lengths. */
  public Picture {
    if ((shape.channels() != 1 && shape.channels() != 3)
        || values.length != shape.features()
        || (bits != 8 && bits != 16)) {
      throw new IllegalArgumentException(
          "%d numbers of %s with %d bits are no grey or RGB image"
              .formatted(values.length, shape, bits));
    }
  }

  /**
   * Reads an image file.
   *
   * @throws DataException if there is none, or it cannot be read
   */
  public static Picture read(Path file) {
    return read(PictureFrame.first(file), new OpenScans());
  }

  /**
   * Reads a picture of a file. Slices of scans keep their numbers as they are, in float32.
   *
   * @param scans that are open, for several slices of one
   * @throws DataException if there is none, or it cannot be read
   */
  public static Picture read(PictureFrame frame, OpenScans scans) {
    Path file = frame.file();
    if (!Files.exists(file)) {
      throw DataException.missing(file);
    }
    if (ImageFormat.isScan(file)) {
      Scan scan = scans.at(file);
      frame.checkWithin(scan);
      return new Picture(scan.shown(frame.number()), scan.shape(), scan.bits());
    }
    Pixels pixels = ImageDecoder.decode(frame, scans).pixels();
    float[] values = new float[pixels.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) pixels.level(i) / pixels.full();
    }
    return new Picture(
        values,
        SampleShape.image(pixels.channels(), pixels.height(), pixels.width()),
        pixels.bits());
  }

  /** The size of an image, from its header. */
  public static SampleShape sizeOf(Path file) {
    ImageSize size = ImageDecoder.sizeOf(PictureFrame.first(file));
    return SampleShape.image(1, size.height(), size.width());
  }

  /** The size of one picture of a file. */
  public static SampleShape sizeOf(PictureFrame frame) {
    ImageSize size = ImageDecoder.sizeOf(frame);
    return SampleShape.image(1, size.height(), size.width());
  }

  /**
   * The image files at a path: itself, or all in a folder and beneath it, sorted by name.
   *
   * @throws DataException if there are none
   */
  public static List<Path> filesAt(Path path) {
    if (!Files.exists(path)) {
      throw DataException.missing(path);
    }
    List<Path> files = imagesAt(path);
    if (files.isEmpty()) {
      throw new DataException(
          "%s: has no images (%s); name an image or a folder that has some"
              .formatted(path, ImageFormat.ALL));
    }
    return files;
  }

  /** The same; none where a folder has none. */
  public static List<Path> imagesAt(Path path) {
    return Files.isDirectory(path)
        ? ImageFiles.under(path, ReadingListener.SILENT).images()
        : List.of(path);
  }

  /** The same pixels with other numbers. */
  public Picture withValues(float[] others) {
    return new Picture(others, shape, bits);
  }

  /** Its middle, at most so many pixels high and wide. */
  public Picture middle(int side) {
    int height = Math.min(side, shape.height());
    int width = Math.min(side, shape.width());
    int channels = shape.channels();
    int top = (shape.height() - height) / 2;
    int left = (shape.width() - width) / 2;
    float[] cut = new float[height * width * channels];
    for (int y = 0; y < height; y++) {
      int from = ((top + y) * shape.width() + left) * channels;
      System.arraycopy(values, from, cut, y * width * channels, width * channels);
    }
    return new Picture(cut, SampleShape.image(channels, height, width), bits);
  }

  /** One of its channels, as a grey picture. */
  public Picture channel(int channel) {
    int pixels = shape.height() * shape.width();
    float[] grey = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      grey[i] = values[i * shape.channels() + channel];
    }
    return new Picture(grey, SampleShape.image(1, shape.height(), shape.width()), bits);
  }

  /** Grey channels side by side, as many as they are: 1 or 3. */
  public static Picture ofChannels(List<Picture> channels) {
    Picture first = channels.getFirst();
    float[] all = new float[first.values.length * channels.size()];
    for (int c = 0; c < channels.size(); c++) {
      float[] one = channels.get(c).values;
      for (int i = 0; i < one.length; i++) {
        all[i * channels.size() + c] = one[i];
      }
    }
    SampleShape shape = first.shape;
    return new Picture(
        all, SampleShape.image(channels.size(), shape.height(), shape.width()), first.bits);
  }

  /** With three equal channels where it is grey. */
  public Picture toRgb() {
    return shape.channels() == 3 ? this : ofChannels(List.of(this, this, this));
  }

  /**
   * Writes it as a PNG with as many bits as it came with; the file is there whole or not at all.
   *
   * @throws UncheckedIOException naming the file if it cannot be written
   */
  public void writePng(Path file) {
    writePng(file, PictureMetadata.NONE);
  }

  /** The same with what another file told beside its pixels. */
  public void writePng(Path file, PictureMetadata metadata) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(file + ": pictures are written as .png");
    }
    metadata.writePng(image(), file);
  }

  private BufferedImage image() {
    if (bits == 8) {
      return SampleImage.toBufferedImage(values, shape);
    }
    int channels = shape.channels();
    int type = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(type),
            false,
            false,
            ComponentColorModel.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_USHORT, shape.width(), shape.height(), channels, null);
    int[] levels = new int[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.clamp(Math.round(values[i] * 65535), 0, 65535);
    }
    raster.setPixels(0, 0, shape.width(), shape.height(), levels);
    return new BufferedImage(model, raster, false, null);
  }
}
