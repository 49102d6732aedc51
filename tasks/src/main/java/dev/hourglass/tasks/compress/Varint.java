package dev.hourglass.tasks.compress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Whole numbers in seven bits a byte, the lowest first. */
final class Varint {
  private static final int MOST_SHIFT = 28;

  private Varint() {}

  static void write(int value, ByteArrayOutputStream out) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  static void writeSigned(int value, ByteArrayOutputStream out) {
    write(value << 1 ^ value >> 31, out);
  }

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException if there is none
   */
  static int read(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift <= MOST_SHIFT && in.hasRemaining(); shift += 7) {
      int next = in.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is cut off or too long");
  }

  static int readSigned(ByteBuffer in) {
    int value = read(in);
    return value >>> 1 ^ -(value & 1);
  }
}
