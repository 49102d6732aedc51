package dev.hourglass.data.scan;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import java.nio.file.Path;

/** An open scanner's file: slices of one size. Safe to use from several threads. */
public sealed interface Scan permits DicomFile, NiftiFile {
  /** Height, width and channels (1 or 3) of a slice. */
  SampleShape shape();

  /** How many slices, frames or points in time there are; at least 1. */
  int slices();

  /** Of what is written where it becomes a picture: 8 or 16. */
  int bits();

  /**
   * A slice in the file's own units, row by row, channels interleaved.
   *
   * @param number from 0
   * @throws DataException naming the place of a number that is none
   */
  float[] slice(int number);

  /** Which numbers of a slice are black and white. */
  Shades shades(int number);

  /** Where it lies in space. */
  ScanGrid grid();

  /** A slice as brightness from 0 to 1. */
  default float[] shown(int number) {
    float[] values = slice(number);
    Shades shades = shades(number);
    for (int i = 0; i < values.length; i++) {
      values[i] = shades.shown(values[i]);
    }
    return values;
  }

  /**
   * Opens a file, by its name or, where that says nothing, by its first bytes.
   *
   * @throws DataException if it is none of these, damaged, or of a kind that is not read
   */
  static Scan open(Path file) {
    return NiftiFile.isNamedSo(file) ? NiftiFile.open(file) : DicomFile.open(file);
  }
}
