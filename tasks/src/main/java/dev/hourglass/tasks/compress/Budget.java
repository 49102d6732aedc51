package dev.hourglass.tasks.compress;

import dev.hourglass.data.dataset.SampleShape;

/** What compression is asked for. */
public sealed interface Budget {
  /**
   * So many bytes for each sample, container included and the model not.
   *
   * @param bytes above 0
   */
  record BytesPerItem(double bytes) implements Budget {
    /** Refuses what is not above 0. */
    public BytesPerItem {
      if (!(bytes > 0 && bytes < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "a sample takes more than 0 bytes, but option 'bytes' = " + bytes);
      }
    }
  }

  /** As few bytes as bring everything back exactly. */
  record Lossless() implements Budget {}

  /**
   * So many bits for each pixel, of all channels together.
   *
   * @throws IllegalArgumentException if the samples are no images, or there are no bits
   */
  static Budget bitsPerPixel(double bits, SampleShape shape) {
    if (!shape.isImage()) {
      throw new IllegalArgumentException(
          "option 'bits-per-pixel' is for images, but a sample is %s; say option 'bytes', those of"
                  .formatted(shape)
              + " a sample");
    }
    if (!(bits > 0 && bits < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a pixel takes more than 0 bits, but option 'bits-per-pixel' = " + bits);
    }
    return new BytesPerItem(bits * shape.height() * shape.width() / Byte.SIZE);
  }

  /**
   * The code's units where nobody says: two for each byte, as four bits are what a unit takes at
   * best, and no more than there are features.
   *
   * @param features of a sample
   */
  default int codeSize(int features) {
    return switch (this) {
      case BytesPerItem b -> (int) Math.clamp(Math.round(UNITS_PER_BYTE * b.bytes), 1, features);
      case Lossless _ -> (int) Math.clamp(LOSSLESS_UNITS, 1, Math.max(1, features / 3));
    };
  }

  /** Of codes of MNIST and CIFAR-10: half as many units or twice as many left more error. */
  double UNITS_PER_BYTE = 2;

  /** Where the reconstruction is a help and not the whole. */
  long LOSSLESS_UNITS = 32;
}
