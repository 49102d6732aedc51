package dev.hourglass.data.scan;

import dev.hourglass.data.dataset.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The 348 bytes before the numbers of a NIfTI-1 file (nifti1.h).
 *
 * @param bytes all of them, in the file's order of bytes
 */
record NiftiHeader(ByteBuffer bytes) {
  static final int SIZE = 348;

  /** A header, four bytes that say that no extensions follow. */
  static final int FIRST_VALUE = 352;

  private static final int SIZE_OF_NIFTI_2 = 540;
  private static final int DIMENSIONS = 40;
  private static final int TYPE = 70;
  private static final int BITS = 72;
  private static final int STEPS = 76;
  private static final int OFFSET = 108;
  private static final int SLOPE = 112;
  private static final int INTERCEPT = 116;
  private static final int UNITS = 123;
  private static final int GREATEST_SHOWN = 124;
  private static final int LEAST_SHOWN = 128;
  private static final int PLACED_CODE = 254;
  private static final int PLACED_ROWS = 280;
  private static final int MAGIC = 344;

  /** More than this many cannot be counted, and lie in no file. */
  private static final long MOST_SLICES = 1L << 32;

  private static final byte MILLIMETRES = 2;
  private static final short OF_THE_SCANNER = 1;

  /** Text that people or programs left: what was scanned, when, of whom. */
  private static final int[][] TEXTS = {{4, 10}, {14, 18}, {148, 80}, {228, 24}, {328, 16}};

  /**
   * Reads a header.
   *
   * @param start the first bytes of the file
   * @throws DataException if it is none, or one of a kind that is not read
   */
  static NiftiHeader read(Path path, byte[] start) {
    if (start.length >= 4) {
      ByteBuffer any = ByteBuffer.wrap(start);
      int big = any.order(ByteOrder.BIG_ENDIAN).getInt(0);
      int little = any.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
      if (big == SIZE_OF_NIFTI_2 || little == SIZE_OF_NIFTI_2) {
        throw refused(path, "is NIfTI-2; save it as NIfTI-1");
      }
      if (big == SIZE || little == SIZE) {
        if (start.length < SIZE) {
          throw refused(path, "ends within its header of 348 bytes; replace it");
        }
        NiftiHeader header =
            new NiftiHeader(
                ByteBuffer.wrap(start, 0, SIZE)
                    .order(big == SIZE ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
        header.check(path);
        return header;
      }
    }
    throw refused(
        path,
        "is no NIfTI-1 volume, whatever its name says: its header does not begin with 348; replace"
            + " it, or remove it from the folder");
  }

  private void check(Path path) {
    byte[] magic = new byte[3];
    bytes.get(MAGIC, magic);
    String name = new String(magic, StandardCharsets.ISO_8859_1);
    if (!name.equals("n+1")) {
      throw refused(
          path,
          name.equals("ni1")
              ? "is the header of a pair of files; save them as one .nii"
              : "is Analyze 7.5 and no NIfTI-1; save it as .nii");
    }
    int count = dimension(0);
    if (count < 2 || count > 7) {
      throw refused(path, "has %d dimensions, but 2 to 7 are expected".formatted(count));
    }
    for (int i = 1; i <= count; i++) {
      if (dimension(i) < 1) {
        throw refused(path, "has %d numbers along axis %d".formatted(dimension(i), i));
      }
    }
    if (NiftiType.ofCode(bytes.getShort(TYPE)).isEmpty()) {
      throw refused(
          path,
          "has numbers of type %d, but %s are read; convert it"
              .formatted(bytes.getShort(TYPE), NiftiType.ALL));
    }
    float offset = bytes.getFloat(OFFSET);
    if (!(offset >= SIZE && offset < 1 << 30)) {
      throw refused(path, "has its numbers at byte %s, which is none".formatted(offset));
    }
  }

  private static DataException refused(Path path, String why) {
    return new DataException("%s: %s".formatted(path, why));
  }

  private int dimension(int i) {
    return bytes.getShort(DIMENSIONS + 2 * i);
  }

  int width() {
    return dimension(1);
  }

  int height() {
    return dimension(2);
  }

  /** Of all further axes together. */
  long slices() {
    long slices = 1;
    for (int i = 3; i <= dimension(0); i++) {
      slices = Math.min(slices * dimension(i), MOST_SLICES);
    }
    return slices;
  }

  NiftiType type() {
    return NiftiType.ofCode(bytes.getShort(TYPE)).orElseThrow();
  }

  ByteOrder order() {
    return bytes.order();
  }

  /** The byte where the numbers begin. */
  long offset() {
    return (long) bytes.getFloat(OFFSET);
  }

  /** A slope of 0 or none means that numbers are as they are. */
  double slope() {
    float slope = bytes.getFloat(SLOPE);
    return slope == 0 || !Float.isFinite(slope) ? 1 : slope;
  }

  double intercept() {
    float slope = bytes.getFloat(SLOPE);
    float intercept = bytes.getFloat(INTERCEPT);
    return slope == 0 || !Float.isFinite(slope) || !Float.isFinite(intercept) ? 0 : intercept;
  }

  /** What its maker meant to be shown. */
  Optional<Shades> shown() {
    float least = bytes.getFloat(LEAST_SHOWN);
    float greatest = bytes.getFloat(GREATEST_SHOWN);
    return Float.isFinite(least) && Float.isFinite(greatest) && greatest > least
        ? Optional.of(new Shades(least, greatest))
        : Optional.empty();
  }

  /** Along axis 1, 2 or 3. */
  double step(int axis) {
    double step = Math.abs(bytes.getFloat(STEPS + 4 * axis));
    return axis <= dimension(0) && ScanGrid.isStep(step) ? step : 1;
  }

  // ---- what is written ----

  /** The same grid and numbers; nothing that somebody wrote down, and no extensions. */
  NiftiHeader withoutTexts() {
    NiftiHeader copy = copy();
    for (int[] text : TEXTS) {
      copy.bytes.put(text[0], new byte[text[1]]);
    }
    copy.bytes.putFloat(OFFSET, FIRST_VALUE);
    return copy;
  }

  /** The same grid for numbers of another type, as they are. */
  NiftiHeader of(NiftiType type) {
    NiftiHeader copy = copy();
    copy.bytes.putShort(TYPE, (short) type.code());
    copy.bytes.putShort(BITS, (short) (8 * type.bytes()));
    copy.bytes.putFloat(SLOPE, 1).putFloat(INTERCEPT, 0);
    copy.bytes.putFloat(LEAST_SHOWN, 0).putFloat(GREATEST_SHOWN, 0);
    return copy;
  }

  private NiftiHeader copy() {
    byte[] copied = new byte[SIZE];
    bytes.get(0, copied);
    return new NiftiHeader(ByteBuffer.wrap(copied).order(bytes.order()));
  }

  /**
   * A header for slices whose grid another kind of file tells: NIfTI's axes point right, forward
   * and up, where DICOM's point left, back and up.
   */
  static NiftiHeader of(int width, int height, int slices, ScanGrid grid) {
    if (Math.max(Math.max(width, height), slices) > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "NIfTI-1 holds at most %d numbers along an axis, but this has %d × %d × %d; write it as .png"
              .formatted(Short.MAX_VALUE, width, height, slices));
    }
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0, SIZE);
    int[] dimensions = {3, width, height, slices, 1, 1, 1, 1};
    for (int i = 0; i < dimensions.length; i++) {
      bytes.putShort(DIMENSIONS + 2 * i, (short) dimensions[i]);
      bytes.putFloat(STEPS + 4 * i, 1);
    }
    double[] steps = {grid.columnStep(), grid.rowStep(), grid.sliceStep()};
    for (int i = 0; i < steps.length; i++) {
      bytes.putFloat(STEPS + 4 * (i + 1), (float) steps[i]);
    }
    bytes.putFloat(OFFSET, FIRST_VALUE).put(UNITS, MILLIMETRES);
    grid.place()
        .ifPresent(
            place -> {
              double[][] axes = {place.alongRow(), place.downColumn(), place.acrossSlices()};
              bytes.putShort(PLACED_CODE, OF_THE_SCANNER);
              for (int row = 0; row < 3; row++) {
                int sign = row < 2 ? -1 : 1;
                for (int axis = 0; axis < 3; axis++) {
                  double step = sign * axes[axis][row] * steps[axis];
                  bytes.putFloat(PLACED_ROWS + 16 * row + 4 * axis, (float) step);
                }
                bytes.putFloat(PLACED_ROWS + 16 * row + 12, (float) (sign * place.origin()[row]));
              }
            });
    bytes.put(MAGIC, "n+1\0".getBytes(StandardCharsets.ISO_8859_1));
    return new NiftiHeader(bytes).of(NiftiType.FLOAT32);
  }
}
