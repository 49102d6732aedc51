package dev.hourglass.data.picture;

import dev.hourglass.base.Uninterrupted;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.scan.Scan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads one image file into {@link Pixels}, upright. */
final class ImageDecoder {
  /**
   * More pixels per byte of file than any of the formats can pack (GIF: 4095 pixels in 12 bits). A
   * header that claims more lies, and must not make us allocate.
   */
  private static final long MOST_PIXELS_PER_BYTE = 4096;

  /** A quarter of what a Java array can hold in RGB; scanned posters are smaller. */
  private static final long MOST_PIXELS = 1L << 28;

  private static final int START = 16;

  /**
   * In libjpeg's warning of data that end within the pixels, the rest of which it makes grey. Of a
   * file that lacks nothing but the mark of its end others are given.
   */
  private static final String PIXELS_LOST = "premature end";

  private ImageDecoder() {}

  /** What was done to an image that its numbers do not show. */
  enum Note {
    TURNED("turned upright, as their EXIF orientation says"),
    FIRST_FRAME("with several frames or pages, of which the first is read"),
    TRANSPARENT("partly transparent, laid on white"),
    CMYK("in CMYK, converted to RGB"),
    DEEP("of 16 bits, kept as numbers from 0 to 1");

    private final String text;

    Note(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** An image and what was done to it. */
  record Decoded(Pixels pixels, Set<Note> notes) {}

  /** The size of the image when it is upright, from its header; nothing else is decoded. */
  static ImageSize sizeOf(PictureFrame frame) {
    return frame.size().orElseGet(() -> sizeOf(frame.file()));
  }

  private static ImageSize sizeOf(Path path) {
    if (ImageFormat.isScan(path)) {
      return PictureFrame.of(path).getFirst().size().orElseGet(() -> sizeOf(Scan.open(path)));
    }
    return look(
        path,
        true,
        (reader, orientation) -> {
          ImageSize stored = checkedSize(path, reader, Files.size(path));
          return orientation.swapsAxes() ? new ImageSize(stored.height(), stored.width()) : stored;
        });
  }

  /** What the file tells beside its pixels, none of which is decoded. */
  static PictureMetadata metadata(Path path) {
    if (ImageFormat.isScan(path)) {
      return PictureMetadata.of(Scan.open(path));
    }
    return look(
        path,
        false,
        (reader, orientation) -> PictureMetadata.of(reader.getImageMetadata(0), orientation));
  }

  /** What is done with a file of which no pixels are decoded. */
  @FunctionalInterface
  private interface Look<T> {
    T at(ImageReader reader, Orientation orientation) throws IOException;
  }

  private static <T> T look(Path path, boolean ignoreMetadata, Look<T> look) {
    try {
      return Uninterrupted.<T, RuntimeException>read(() -> opened(path, ignoreMetadata, look));
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static <T> T opened(Path path, boolean ignoreMetadata, Look<T> look) throws IOException {
    try (FileChannel channel = FileChannel.open(path);
        Arena arena = Arena.ofConfined();
        ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
      if (in == null) {
        throw DataException.reading(path, new IOException("cannot be opened"));
      }
      long length = Math.min(channel.size(), Integer.MAX_VALUE);
      ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena).asByteBuffer();
      return withReader(path, in, ignoreMetadata, reader -> look.at(reader, orientation(file)));
    }
  }

  private static Orientation orientation(ByteBuffer file) {
    byte[] start = new byte[Math.min(START, file.limit())];
    file.get(0, start);
    Optional<ImageFormat> format = ImageFormat.ofStart(start);
    return format.map(known -> Orientation.of(file, known)).orElse(Orientation.UPRIGHT);
  }

  /**
   * Decodes an image, its first frame if it has several.
   *
   * @throws DataException if the file is no image or is damaged
   */
  static Decoded decode(PictureFrame frame, OpenScans scans) {
    Path path = frame.file();
    if (ImageFormat.isScan(path)) {
      Scan scan = scans.at(path);
      frame.checkWithin(scan);
      return new Decoded(
          pixels(scan, frame.number()), scan.bits() > 8 ? EnumSet.of(Note.DEEP) : Set.of());
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
    Orientation orientation = orientation(ByteBuffer.wrap(bytes));
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return withReader(
          path,
          in,
          true,
          reader -> {
            checkedSize(path, reader, bytes.length);
            return decoded(reader, orientation);
          });
    } catch (IOException e) {
      throw unreadable(path, e);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          path
              + ": this image does not fit into Java's heap (-Xmx) while it is decoded; bring all"
              + " to a smaller size (option 'resize'), take fewer (option 'limit'), or shrink it",
          e);
    }
  }

  private static ImageSize sizeOf(Scan scan) {
    return new ImageSize(scan.shape().width(), scan.shape().height());
  }

  private static Pixels pixels(Scan scan, int number) {
    SampleShape shape = scan.shape();
    Pixels pixels = Pixels.blank(shape.width(), shape.height(), shape.channels(), scan.bits());
    float[] shown = scan.shown(number);
    for (int i = 0; i < shown.length; i++) {
      pixels.set(i, Math.round(shown[i] * pixels.full()));
    }
    return pixels;
  }

  private static Decoded decoded(ImageReader reader, Orientation orientation) throws IOException {
    Set<Note> notes = EnumSet.noneOf(Note.class);
    List<String> lost = new ArrayList<>();
    reader.addIIOReadWarningListener(
        (_, warning) -> {
          if (warning.toLowerCase(Locale.ROOT).contains(PIXELS_LOST)) {
            lost.add(warning);
          }
        });
    DecodedRaster raster = DecodedRaster.read(reader);
    if (!lost.isEmpty()) {
      throw new IOException(lost.getFirst());
    }
    if (raster.cmyk()) {
      notes.add(Note.CMYK);
    }
    if (raster.transparent()) {
      notes.add(Note.TRANSPARENT);
    }
    if (raster.pixels().bits() > 8) {
      notes.add(Note.DEEP);
    }
    if (hasMoreFrames(reader)) {
      notes.add(Note.FIRST_FRAME);
    }
    if (!orientation.isUpright()) {
      notes.add(Note.TURNED);
    }
    return new Decoded(raster.pixels().upright(orientation), notes);
  }

  private static boolean hasMoreFrames(ImageReader reader) throws IOException {
    return switch (reader.getFormatName().toLowerCase(Locale.ROOT)) {
      case "gif", "tif", "tiff", "bigtiff", "webp" -> reader.getNumImages(true) > 1;
      default -> false;
    };
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  private static <T> T withReader(
      Path path, ImageInputStream in, boolean ignoreMetadata, Reading<T> reading)
      throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new DataException(
          path
              + ": is no image that can be read, whatever its name says; "
              + "convert it to PNG, or remove it from the folder");
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(in, false, ignoreMetadata);
      return reading.from(reader);
    } catch (IOException | RuntimeException e) {
      // Decoders throw all kinds of unchecked exceptions on damaged files.
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

  private static ImageSize checkedSize(Path path, ImageReader reader, long fileBytes)
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
    return new ImageSize(width, height);
  }
}
