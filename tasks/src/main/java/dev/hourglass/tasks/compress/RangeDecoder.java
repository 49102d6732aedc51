package dev.hourglass.tasks.compress;

/** Reads what {@link RangeEncoder} wrote. Behind the end it reads zeros, as the encoder means. */
final class RangeDecoder {
  private final byte[] bytes;
  private int at;
  private long range = RangeEncoder.WHOLE;
  private long code;

  /** Reads bytes from a place on. */
  RangeDecoder(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
    for (int i = 0; i < 4; i++) {
      code = code << 8 | next();
    }
  }

  private int next() {
    return at < bytes.length ? bytes[at++] & 0xFF : 0;
  }

  /** Where the next symbol lies among frequencies that sum up to 2 to the power of a precision. */
  int peek(int precision) {
    range >>>= precision;
    return (int) Math.min((1L << precision) - 1, code / range);
  }

  /** Goes on behind the symbol that was {@linkplain #peek peeked} at. */
  void skip(int from, int frequency) {
    code -= from * range;
    range *= frequency;
    normalize();
  }

  /** Reads a bit; see {@link RangeEncoder#writeBit}. */
  int readBit(int one) {
    long bound = (range >>> RangeEncoder.BIT_PRECISION) * one;
    int bit;
    if (code < bound) {
      range = bound;
      bit = 1;
    } else {
      code -= bound;
      range -= bound;
      bit = 0;
    }
    normalize();
    return bit;
  }

  /** Reads bits as they are. */
  int readRaw(int bits) {
    int value = peek(bits);
    skip(value, 1);
    return value;
  }

  private void normalize() {
    while (range < RangeEncoder.LEAST_RANGE) {
      range = range << 8 & RangeEncoder.WHOLE;
      code = (code << 8 | next()) & RangeEncoder.WHOLE;
    }
  }
}
