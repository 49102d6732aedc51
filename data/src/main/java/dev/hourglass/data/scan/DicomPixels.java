package dev.hourglass.data.scan;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;

/**
 * The stored numbers of a DICOM file.
 *
 * @param file its bytes
 * @param at where they begin
 * @param layout how they lie there
 */
record DicomPixels(MemorySegment file, long at, Layout layout) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** As many pixels as are decoded of any image. */
  private static final long MOST_PIXELS = 1L << 28;

  /** Kinds of colours that are told by their name, which is not whatever stands there. */
  private static final Set<String> KINDS =
      Set.of(
          "MONOCHROME1",
          "MONOCHROME2",
          "RGB",
          "PALETTE COLOR",
          "YBR_FULL",
          "YBR_FULL_422",
          "YBR_PARTIAL_420",
          "YBR_ICT",
          "YBR_RCT");

  private static final int MOST_FRAMES = 1_000_000;

  /**
   * How numbers lie in a file.
   *
   * @param shape of a frame
   * @param frames how many there are
   * @param cell bits that a number takes: 8, 16 or 32
   * @param stored bits that it has, at most as many
   * @param shift bits below those
   * @param code how they are meant
   */
  record Layout(SampleShape shape, int frames, int cell, int stored, int shift, Code code) {
    boolean inverted() {
      return code.inverted;
    }

    double least() {
      return code.signed ? -Math.pow(2, stored - 1) : 0;
    }

    double greatest() {
      return Math.pow(2, code.signed ? stored - 1 : stored) - 1;
    }
  }

  /**
   * What bits mean.
   *
   * @param signed whether the highest is a sign
   * @param planar whether all reds come before all greens
   * @param inverted whether high numbers are dark
   */
  record Code(boolean signed, boolean planar, boolean inverted) {}

  static DicomPixels of(Path path, MemorySegment file, DicomAttributes attributes) {
    Layout layout = layout(path, attributes);
    if (!attributes.has(DicomTag.PIXELS)) {
      boolean floats =
          attributes.has(DicomTag.FLOAT_PIXELS) || attributes.has(DicomTag.DOUBLE_PIXELS);
      throw refused(
          path,
          floats
              ? "its pixels are floating-point numbers, which only NIfTI files may hold here"
              : "it has no pixels");
    }
    long needed = (long) layout.shape.features() * layout.frames * (layout.cell / 8);
    long there = attributes.lengthOf(DicomTag.PIXELS).orElseThrow();
    if (there < needed) {
      throw refused(
          path,
          "%,d frames of %s pixels of %d bits take %,d bytes, but it holds %,d"
              .formatted(layout.frames, layout.shape, layout.cell, needed, there));
    }
    return new DicomPixels(file, attributes.placeOf(DicomTag.PIXELS), layout);
  }

  private static Layout layout(Path path, DicomAttributes attributes) {
    int rows = attributes.needed(DicomTag.ROWS, "Rows (0028,0010)");
    int columns = attributes.needed(DicomTag.COLUMNS, "Columns (0028,0011)");
    int cell = attributes.needed(DicomTag.BITS_ALLOCATED, "BitsAllocated (0028,0100)");
    int stored = attributes.number(DicomTag.BITS_STORED).orElse(cell);
    int high = attributes.number(DicomTag.HIGH_BIT).orElse(stored - 1);
    int channels = attributes.number(DicomTag.CHANNELS).orElse(1);
    boolean signed = attributes.number(DicomTag.SIGNED).orElse(0) == 1;
    if (rows < 1 || columns < 1 || (long) rows * columns > MOST_PIXELS) {
      throw refused(path, "an image of %d × %d pixels is none".formatted(columns, rows));
    }
    if (cell != 8 && cell != 16 && cell != 32) {
      throw refused(path, "pixels of %d bits are not read, but of 8, 16 or 32".formatted(cell));
    }
    if (stored < 1 || stored > cell || high < stored - 1 || high >= cell) {
      throw refused(
          path, "%d bits up to bit %d do not lie within %d".formatted(stored, high, cell));
    }
    String photometric = attributes.text(DicomTag.PHOTOMETRIC);
    boolean grey = photometric.isEmpty() || photometric.startsWith("MONOCHROME");
    if (!(grey && channels == 1) && !(photometric.equals("RGB") && channels == 3)) {
      throw refused(
          path,
          "%d numbers a pixel of kind %s are not read, but MONOCHROME1, MONOCHROME2 and RGB; convert it"
              .formatted(channels, KINDS.contains(photometric) ? photometric : "unknown"));
    }
    if (attributes.has(DicomTag.MODALITY_TABLE)) {
      throw refused(path, "its numbers are looked up in a table (0028,3000), which is not read");
    }
    boolean planar = channels == 3 && attributes.number(DicomTag.PLANAR).orElse(0) == 1;
    return new Layout(
        SampleShape.image(channels, rows, columns),
        frames(path, attributes),
        cell,
        stored,
        high + 1 - stored,
        new Code(signed, planar, photometric.equals("MONOCHROME1")));
  }

  private static int frames(Path path, DicomAttributes attributes) {
    double[] frames = attributes.decimals(0, DicomTag.FRAMES);
    double count = frames.length == 0 ? 1 : frames[0];
    if (!(count >= 1 && count <= MOST_FRAMES)) {
      throw refused(path, "%s frames are none".formatted(count));
    }
    return (int) count;
  }

  /** Number {@code i} of a frame, channels interleaved. */
  double stored(int frame, int i) {
    int features = layout.shape.features();
    int channels = layout.shape.channels();
    int place = layout.code.planar ? i % channels * (features / channels) + i / channels : i;
    long number = (long) frame * features + place;
    long bits =
        switch (layout.cell) {
          case 8 -> Byte.toUnsignedLong(file.get(ValueLayout.JAVA_BYTE, at + number));
          case 16 -> Short.toUnsignedLong(file.get(SHORT, at + 2 * number));
          default -> Integer.toUnsignedLong(file.get(INT, at + 4 * number));
        };
    int unused = 64 - layout.stored;
    long high = bits >>> layout.shift << unused;
    return layout.code.signed ? high >> unused : high >>> unused;
  }

  private static DataException refused(Path path, String why) {
    return new DataException("%s: this DICOM file is not read: %s".formatted(path, why));
  }
}
