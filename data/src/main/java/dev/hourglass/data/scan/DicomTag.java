package dev.hourglass.data.scan;

import java.util.Set;

/** The attributes of DICOM that an image needs (PS3.6): group and element in one number. */
final class DicomTag {
  static final int TRANSFER_SYNTAX = 0x0002_0010;
  static final int SLICE_THICKNESS = 0x0018_0050;
  static final int SLICE_SPACING = 0x0018_0088;
  static final int DETECTOR_SPACING = 0x0018_1164;
  static final int POSITION = 0x0020_0032;
  static final int ORIENTATION = 0x0020_0037;
  static final int CHANNELS = 0x0028_0002;
  static final int PHOTOMETRIC = 0x0028_0004;
  static final int PLANAR = 0x0028_0006;
  static final int FRAMES = 0x0028_0008;
  static final int ROWS = 0x0028_0010;
  static final int COLUMNS = 0x0028_0011;
  static final int PIXEL_SPACING = 0x0028_0030;
  static final int BITS_ALLOCATED = 0x0028_0100;
  static final int BITS_STORED = 0x0028_0101;
  static final int HIGH_BIT = 0x0028_0102;
  static final int SIGNED = 0x0028_0103;
  static final int WINDOW_CENTER = 0x0028_1050;
  static final int WINDOW_WIDTH = 0x0028_1051;
  static final int INTERCEPT = 0x0028_1052;
  static final int SLOPE = 0x0028_1053;
  static final int WINDOW_FUNCTION = 0x0028_1056;
  static final int MODALITY_TABLE = 0x0028_3000;
  static final int ENCRYPTED = 0x0400_0500;
  static final int ALL_FRAMES = 0x5200_9229;
  static final int EACH_FRAME = 0x5200_9230;
  static final int FLOAT_PIXELS = 0x7FE0_0008;
  static final int DOUBLE_PIXELS = 0x7FE0_0009;
  static final int PIXELS = 0x7FE0_0010;

  /** What is kept of a data set. */
  static final Set<Integer> KEPT =
      Set.of(
          SLICE_THICKNESS,
          SLICE_SPACING,
          DETECTOR_SPACING,
          POSITION,
          ORIENTATION,
          CHANNELS,
          PHOTOMETRIC,
          PLANAR,
          FRAMES,
          ROWS,
          COLUMNS,
          PIXEL_SPACING,
          BITS_ALLOCATED,
          BITS_STORED,
          HIGH_BIT,
          SIGNED,
          WINDOW_CENTER,
          WINDOW_WIDTH,
          INTERCEPT,
          SLOPE,
          WINDOW_FUNCTION,
          MODALITY_TABLE,
          ENCRYPTED,
          FLOAT_PIXELS,
          DOUBLE_PIXELS,
          PIXELS);

  /**
   * The sequences within those of frames that are looked into: measures, place, orientation, window
   * and units of pixels.
   */
  static final Set<Integer> GROUPS =
      Set.of(0x0028_9110, 0x0020_9113, 0x0020_9116, 0x0028_9132, 0x0028_9145);

  private DicomTag() {}
}
