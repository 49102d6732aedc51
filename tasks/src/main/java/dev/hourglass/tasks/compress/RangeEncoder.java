package dev.hourglass.tasks.compress;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Writes symbols in as many bits as their frequencies say (Martin 1979), in integers alone, so that
 * every machine writes the same bytes. Carries are held back as in LZMA.
 */
final class RangeEncoder {
  /** Renormalised below this. */
  static final long LEAST_RANGE = 1L << 24;

  /** Of a bit's probability. */
  static final int BIT_PRECISION = 16;

  static final long WHOLE = 0xFFFF_FFFFL;

  private static final int FLUSHED_BYTES = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long low;
  private long range = WHOLE;
  private int cache;

  /** Bytes that a carry may still change; the first, ahead of all others, stays 0. */
  private long pending = 1;

  /**
   * Writes a symbol.
   *
   * @param from the frequencies of the symbols before it, summed
   * @param frequency its own, at least 1
   * @param precision the frequencies of all symbols sum up to 2 to the power of this, at most 16
   */
  void write(int from, int frequency, int precision) {
    range >>>= precision;
    low += from * range;
    range *= frequency;
    normalize();
  }

  /**
   * Writes a bit.
   *
   * @param one the probability of a 1, 1 to 65,535 of 65,536
   */
  void writeBit(int bit, int one) {
    long bound = (range >>> BIT_PRECISION) * one;
    if (bit == 1) {
      range = bound;
    } else {
      low += bound;
      range -= bound;
    }
    normalize();
  }

  /** Writes bits as they are, at most 16 of them. */
  void writeRaw(int value, int bits) {
    write(value, 1, bits);
  }

  private void normalize() {
    while (range < LEAST_RANGE) {
      range = range << 8 & WHOLE;
      shift();
    }
  }

  private void shift() {
    if (low < 0xFF00_0000L || low > WHOLE) {
      int carry = (int) (low >>> 32);
      for (; pending > 0; pending--) {
        out.write(cache + carry);
        cache = 0xFF;
      }
      cache = (int) (low >>> 24 & 0xFF);
    }
    pending++;
    low = (low & 0x00FF_FFFF) << 8;
  }

  /** All that was written; nothing can be written any more. */
  byte[] finish() {
    for (int i = 0; i < FLUSHED_BYTES; i++) {
      shift();
    }
    byte[] bytes = out.toByteArray();
    int length = bytes.length;
    while (length > 1 && bytes[length - 1] == 0) {
      length--; // which the decoder reads behind the end
    }
    return Arrays.copyOfRange(bytes, 1, length);
  }
}
