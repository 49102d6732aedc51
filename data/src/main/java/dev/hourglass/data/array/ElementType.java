package dev.hourglass.data.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** How one number of an array lies in its file. */
public enum ElementType {
  BOOL(1),
  U1(1),
  I1(1),
  U2(2),
  I2(2),
  U4(4),
  I4(4),
  U8(8),
  I8(8),
  F2(2),
  F4(4),
  F8(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** How many bytes one takes. */
  public int bytes() {
    return bytes;
  }

  /** Whether it holds numbers that float32 rounds. */
  boolean exceedsFloat32() {
    return switch (this) {
      case U4, I4, U8, I8, F8 -> true;
      case BOOL, U1, I1, U2, I2, F2, F4 -> false;
    };
  }

  /** The 64 bits of a number of that many. */
  long bits(MemorySegment from, long at, ByteOrder order) {
    return longAt(from, at, order);
  }

  double read(MemorySegment from, long at, ByteOrder order) {
    return switch (this) {
      case BOOL -> from.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
      case U1 -> from.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
      case I1 -> from.get(ValueLayout.JAVA_BYTE, at);
      case U2 -> Short.toUnsignedInt(shortAt(from, at, order));
      case I2 -> shortAt(from, at, order);
      case U4 -> Integer.toUnsignedLong(intAt(from, at, order));
      case I4 -> intAt(from, at, order);
      case U8 -> unsigned(longAt(from, at, order));
      case I8 -> (double) longAt(from, at, order);
      case F2 -> Float.float16ToFloat(shortAt(from, at, order));
      case F4 -> Float.intBitsToFloat(intAt(from, at, order));
      case F8 -> Double.longBitsToDouble(longAt(from, at, order));
    };
  }

  /**
   * An unsigned 64-bit number. Where the top bit is set, rounding looks at bits far above the
   * lowest, which only has to break ties.
   */
  private static double unsigned(long value) {
    return value >= 0 ? (double) value : (double) (value >>> 1 | value & 1) * 2;
  }

  private static short shortAt(MemorySegment from, long at, ByteOrder order) {
    short value = from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
    return order == ByteOrder.nativeOrder() ? value : Short.reverseBytes(value);
  }

  private static int intAt(MemorySegment from, long at, ByteOrder order) {
    int value = from.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    return order == ByteOrder.nativeOrder() ? value : Integer.reverseBytes(value);
  }

  private static long longAt(MemorySegment from, long at, ByteOrder order) {
    long value = from.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    return order == ByteOrder.nativeOrder() ? value : Long.reverseBytes(value);
  }
}
