package dev.hourglass.data.scan;

import dev.hourglass.base.Uninterrupted;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A DICOM file whose pixels are not compressed: one frame or several, grey or RGB, of up to 32
 * bits. Numbers are those of the file's rescaling. They are shown through its window where it has
 * one (PS3.3, C.11.2), otherwise from the least to the greatest that its bits can hold; a {@code
 * MONOCHROME1} the other way round.
 */
public final class DicomFile implements Scan {
  private static final int PREAMBLE = 128;

  private final DicomAttributes attributes;
  private final DicomPixels pixels;
  private final ScanGrid grid;

  private DicomFile(DicomAttributes attributes, DicomPixels pixels) {
    this.attributes = attributes;
    this.pixels = pixels;
    this.grid = grid(attributes);
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is no DICOM file, damaged, encrypted, compressed, or has no image
   */
  public static DicomFile open(Path path) {
    MemorySegment file = map(path);
    DicomElements elements = new DicomElements(path, file);
    DicomAttributes attributes;
    if (hasMagic(file, PREAMBLE)) {
      DicomElements.Meta meta = elements.meta(PREAMBLE + 4);
      boolean explicit = TransferSyntax.isExplicit(path, meta.syntax());
      attributes = elements.read(meta.end(), explicit);
    } else if (beginsWithGroup8(file)) {
      // Files of before 1993, and what some programs still write.
      attributes = elements.read(0, elements.looksExplicit(0));
    } else {
      throw foreign(path, file);
    }
    if (attributes.has(DicomTag.ENCRYPTED)) {
      throw new DataException(
          path
              + ": has encrypted attributes (0400,0500); decrypt it, or remove them where the image"
              + " is not, such as with 'dcmodify -ea \"(0400,0500)\" FILE'");
    }
    return new DicomFile(attributes, DicomPixels.of(path, file, attributes));
  }

  private static MemorySegment map(Path path) {
    try {
      return Uninterrupted.<MemorySegment, RuntimeException>read(
          () -> {
            try (FileChannel channel = FileChannel.open(path)) {
              return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            }
          });
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static boolean hasMagic(MemorySegment file, long at) {
    return file.byteSize() >= at + 4 && DicomElements.text(file, at, 4).equals("DICM");
  }

  private static boolean beginsWithGroup8(MemorySegment file) {
    return file.byteSize() > 8 && DicomElements.text(file, 0, 2).equals("\b");
  }

  /** An encrypted one is an envelope of ASN.1 (PS3.15, annex D). */
  private static DataException foreign(Path path, MemorySegment file) {
    String start = DicomElements.text(file, 0, Math.min(64, file.byteSize()));
    boolean envelope = start.contains("*\u0086H\u0086\u00f7\r\u0001\u0007");
    return new DataException(
        envelope
            ? path + ": is encrypted (an envelope of CMS); decrypt it first"
            : path
                + ": is no DICOM file, whatever its name says, or an encrypted one: 'DICM' is"
                + " missing at byte 128; replace it or remove it from the folder");
  }

  @Override
  public SampleShape shape() {
    return pixels.layout().shape();
  }

  @Override
  public int slices() {
    return pixels.layout().frames();
  }

  @Override
  public int bits() {
    return pixels.layout().stored() <= 8 ? 8 : 16;
  }

  @Override
  public float[] slice(int number) {
    Rescaling units = rescaling(number);
    float[] values = new float[shape().features()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) units.value(pixels.stored(number, i));
    }
    return values;
  }

  /** value = slope × stored + intercept. */
  private record Rescaling(double slope, double intercept) {
    double value(double stored) {
      return slope * stored + intercept;
    }
  }

  private Rescaling rescaling(int frame) {
    double[] slope = attributes.decimals(frame, DicomTag.SLOPE);
    double[] intercept = attributes.decimals(frame, DicomTag.INTERCEPT);
    return new Rescaling(
        slope.length == 0 || slope[0] == 0 ? 1 : slope[0],
        intercept.length == 0 ? 0 : intercept[0]);
  }

  @Override
  public Shades shades(int number) {
    Shades shades = window(number).orElseGet(() -> whole(number));
    return pixels.layout().inverted() ? shades.inverted() : shades;
  }

  private Optional<Shades> window(int frame) {
    double[] centers = attributes.decimals(frame, DicomTag.WINDOW_CENTER);
    double[] widths = attributes.decimals(frame, DicomTag.WINDOW_WIDTH);
    if (centers.length == 0 || widths.length == 0 || !(widths[0] > 0) || shape().channels() > 1) {
      return Optional.empty();
    }
    double center = centers[0];
    double width = widths[0];
    boolean exact = attributes.text(DicomTag.WINDOW_FUNCTION).equals("LINEAR_EXACT");
    if (exact || width <= 1) {
      return Optional.of(new Shades(center - width / 2, center + width / 2));
    }
    return Optional.of(new Shades(center - 0.5 - (width - 1) / 2, center - 0.5 + (width - 1) / 2));
  }

  private Shades whole(int frame) {
    Rescaling units = rescaling(frame);
    double first = units.value(pixels.layout().least());
    double last = units.value(pixels.layout().greatest());
    return Shades.between(Math.min(first, last), Math.max(first, last));
  }

  @Override
  public ScanGrid grid() {
    return grid;
  }

  private static ScanGrid grid(DicomAttributes attributes) {
    double[] spacing = attributes.decimals(0, DicomTag.PIXEL_SPACING);
    if (spacing.length != 2) {
      spacing = attributes.decimals(0, DicomTag.DETECTOR_SPACING);
    }
    double[] between = attributes.decimals(0, DicomTag.SLICE_SPACING);
    if (between.length == 0) {
      between = attributes.decimals(0, DicomTag.SLICE_THICKNESS);
    }
    double[] origin = attributes.decimals(0, DicomTag.POSITION);
    double[] axes = attributes.decimals(0, DicomTag.ORIENTATION);
    Optional<ScanGrid.Place> place =
        origin.length == 3 && axes.length == 6
            ? Optional.of(
                new ScanGrid.Place(
                    origin,
                    new double[] {axes[0], axes[1], axes[2]},
                    new double[] {axes[3], axes[4], axes[5]}))
            : Optional.empty();
    return new ScanGrid(step(spacing, 1), step(spacing, 0), step(between, 0), place);
  }

  private static double step(double[] steps, int which) {
    return which < steps.length && ScanGrid.isStep(Math.abs(steps[which]))
        ? Math.abs(steps[which])
        : 1;
  }

  /** Whether a file tells how far apart its pixels are. */
  public boolean tellsPixelSize() {
    return attributes.has(DicomTag.DETECTOR_SPACING)
        || attributes.decimals(0, DicomTag.PIXEL_SPACING).length == 2;
  }
}
