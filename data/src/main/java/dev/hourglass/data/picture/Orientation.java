package dev.hourglass.data.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held: which turn makes the stored pixels upright, as tag 274 of EXIF and TIFF
 * has it.
 *
 * @param tag 1 (upright) to 8
 */
record Orientation(int tag) {
  static final Orientation UPRIGHT = new Orientation(1);

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;

  /** More entries than this a directory of a damaged file has. */
  private static final int MOST_ENTRIES = 4096;

  /** Whether nothing need be done. */
  boolean isUpright() {
    return tag == 1;
  }

  /** Whether width and height change places. */
  boolean swapsAxes() {
    return tag >= 5;
  }

  /** The stored column of the upright pixel (x, y). */
  int storedX(int x, int y, int storedWidth, int storedHeight) {
    return switch (tag) {
      case 2, 3 -> storedWidth - 1 - x;
      case 5, 6 -> y;
      case 7, 8 -> storedWidth - 1 - y;
      default -> x;
    };
  }

  /** The stored row of the upright pixel (x, y). */
  int storedY(int x, int y, int storedWidth, int storedHeight) {
    return switch (tag) {
      case 3, 4 -> storedHeight - 1 - y;
      case 5, 8 -> x;
      case 6, 7 -> storedHeight - 1 - x;
      default -> y;
    };
  }

  /** What a file says; upright where it says nothing, or its say is damaged. */
  static Orientation of(ByteBuffer file, ImageFormat format) {
    ByteBuffer bytes = file.duplicate().order(ByteOrder.BIG_ENDIAN);
    try {
      return switch (format) {
        case JPEG -> inJpeg(bytes);
        case PNG -> inPng(bytes);
        case WEBP -> inWebp(bytes);
        case TIFF -> inTiff(bytes);
        case GIF, BMP, PNM, DICOM, NIFTI -> UPRIGHT;
      };
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT;
    }
  }

  /** Markers with lengths, until the picture itself begins. */
  private static Orientation inJpeg(ByteBuffer file) {
    int at = 2;
    while ((file.get(at) & 0xFF) == 0xFF) {
      int marker = file.get(at + 1) & 0xFF;
      if (marker == 0xFF) {
        at++; // fill byte
        continue;
      }
      if (marker == 0xDA || marker == 0xD9) {
        break;
      }
      int length = Short.toUnsignedInt(file.getShort(at + 2));
      boolean exif = marker == 0xE1 && length >= 8 && file.getInt(at + 4) == 0x45786966; // Exif
      if (exif) {
        return inTiff(file.slice(at + 10, length - 8));
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  private static Orientation inPng(ByteBuffer file) {
    int at = 8;
    while (at + 8 <= file.limit()) {
      int length = file.getInt(at);
      if (file.getInt(at + 4) == 0x65584966) { // eXIf
        return inTiff(file.slice(at + 8, length));
      }
      at = Math.addExact(at, Math.addExact(length, 12));
    }
    return UPRIGHT;
  }

  private static Orientation inWebp(ByteBuffer file) {
    int at = 12;
    while (at + 8 <= file.limit()) {
      int length = Integer.reverseBytes(file.getInt(at + 4));
      if (file.getInt(at) == 0x45584946) { // EXIF
        ByteBuffer exif = file.slice(at + 8, length);
        boolean named = exif.getInt(0) == 0x45786966; // some writers keep JPEG's "Exif" before it
        return inTiff(named ? exif.slice(6, length - 6) : exif);
      }
      at = Math.addExact(at, Math.addExact(8 + (length & 1), length));
    }
    return UPRIGHT;
  }

  /** The first directory of a TIFF file, which is also what EXIF is. */
  private static Orientation inTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (tiff.getShort(2) != 42) {
      return UPRIGHT;
    }
    int directory = tiff.getInt(4);
    int entries = Math.min(MOST_ENTRIES, Short.toUnsignedInt(tiff.getShort(directory)));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
        int tag =
            tiff.getShort(entry + 2) == SHORT ? tiff.getShort(entry + 8) : tiff.getInt(entry + 8);
        return tag >= 1 && tag <= 8 ? new Orientation(tag) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
