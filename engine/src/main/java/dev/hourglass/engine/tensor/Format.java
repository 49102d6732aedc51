package dev.hourglass.engine.tensor;

/** How one number of a {@link Tensor} is stored. */
public enum Format {
  /** IEEE 754 single precision, 4 bytes. */
  FLOAT32(4),
  /** The upper half of a single-precision number: 8 bits of exponent, 7 of mantissa, 2 bytes. */
  BFLOAT16(2),
  /** IEEE 754 double precision, 8 bytes; portable kernels only, for checking gradients. */
  FLOAT64(8);

  private final int bytes;

  Format(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes one number takes. */
  public int bytes() {
    return bytes;
  }
}
