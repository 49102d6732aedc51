package dev.hourglass.data.scan;

import java.util.Optional;

/**
 * Where the numbers of a scan lie in space.
 *
 * @param columnStep millimetres from a pixel to the next in its row; above 0
 * @param rowStep millimetres from a row to the next; above 0
 * @param sliceStep millimetres from a slice to the next; above 0
 * @param place where it lies, where the file tells
 */
public record ScanGrid(double columnStep, double rowStep, double sliceStep, Optional<Place> place) {
  /** Of a file that tells nothing: a millimetre each. */
  static final ScanGrid UNKNOWN = new ScanGrid(1, 1, 1, Optional.empty());

  /** Refuses steps that are none. */
  public ScanGrid {
    if (!isStep(columnStep) || !isStep(rowStep) || !isStep(sliceStep)) {
      throw new IllegalArgumentException(
          "steps of a scan must be above 0, but were %s, %s and %s"
              .formatted(columnStep, rowStep, sliceStep));
    }
  }

  static boolean isStep(double step) {
    return step > 0 && step < Double.POSITIVE_INFINITY;
  }

  /**
   * The first pixel's place and the directions of the axes, in millimetres towards left, back and
   * head, as DICOM has it.
   *
   * @param origin of the first pixel
   * @param alongRow of unit length
   * @param downColumn of unit length
   */
  @SuppressWarnings("ArrayRecordComponent") // three numbers each, never compared
  public record Place(double[] origin, double[] alongRow, double[] downColumn) {
    /** Refuses what are not three numbers. */
    public Place {
      if (origin.length != 3 || alongRow.length != 3 || downColumn.length != 3) {
        throw new IllegalArgumentException("a place and its directions have three numbers each");
      }
    }

    /** The direction of a slice to the next: at a right angle to both others. */
    double[] acrossSlices() {
      return new double[] {
        alongRow[1] * downColumn[2] - alongRow[2] * downColumn[1],
        alongRow[2] * downColumn[0] - alongRow[0] * downColumn[2],
        alongRow[0] * downColumn[1] - alongRow[1] * downColumn[0]
      };
    }
  }
}
