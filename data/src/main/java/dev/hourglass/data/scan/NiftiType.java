package dev.hourglass.data.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The kinds of numbers that are read and written, by their code in the header. */
enum NiftiType {
  UINT8(2, 1, 0, 255),
  INT16(4, 2, Short.MIN_VALUE, Short.MAX_VALUE),
  INT32(8, 4, Integer.MIN_VALUE, Integer.MAX_VALUE),
  FLOAT32(16, 4, -Float.MAX_VALUE, Float.MAX_VALUE),
  FLOAT64(64, 8, -Double.MAX_VALUE, Double.MAX_VALUE),
  INT8(256, 1, Byte.MIN_VALUE, Byte.MAX_VALUE),
  UINT16(512, 2, 0, 65535),
  UINT32(768, 4, 0, 4294967295.0);

  /** For messages. */
  static final String ALL = "uint8, int8, int16, uint16, int32, uint32, float32 or float64";

  private final int code;
  private final int bytes;
  private final double least;
  private final double greatest;

  NiftiType(int code, int bytes, double least, double greatest) {
    this.code = code;
    this.bytes = bytes;
    this.least = least;
    this.greatest = greatest;
  }

  static Optional<NiftiType> ofCode(int code) {
    for (NiftiType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  int code() {
    return code;
  }

  int bytes() {
    return bytes;
  }

  boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  double read(MemorySegment data, long number, ByteOrder order) {
    long at = number * bytes;
    return switch (this) {
      case UINT8 -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at));
      case INT8 -> data.get(ValueLayout.JAVA_BYTE, at);
      case INT16 -> data.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at);
      case UINT16 ->
          Short.toUnsignedInt(data.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at));
      case INT32 -> data.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at);
      case UINT32 ->
          Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at));
      case FLOAT32 -> data.get(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), at);
      case FLOAT64 -> data.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order), at);
    };
  }

  /** Puts the nearest number that there is. */
  void put(ByteBuffer into, double value) {
    double held = Math.clamp(value, least, greatest);
    long whole = Math.round(held);
    switch (this) {
      case UINT8, INT8 -> into.put((byte) whole);
      case INT16, UINT16 -> into.putShort((short) whole);
      case INT32, UINT32 -> into.putInt((int) whole);
      case FLOAT32 -> into.putFloat((float) held);
      case FLOAT64 -> into.putDouble(held);
    }
  }
}
