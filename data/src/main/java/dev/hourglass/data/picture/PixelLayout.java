package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.ByteSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FloatSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.NumberKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How the images of a set are stored, all alike: 8 bits as a byte, 16 as a float32 from 0 to 1.
 *
 * @param channels 1 or 3
 * @param deep whether any has 16 bits
 */
record PixelLayout(int channels, boolean deep) {
  /** What one image needs. */
  static PixelLayout of(Pixels pixels) {
    return new PixelLayout(pixels.channels(), pixels.bits() > 8);
  }

  /** What both an image in this layout and another need. */
  PixelLayout widened(PixelLayout other) {
    return new PixelLayout(Math.max(channels, other.channels), deep || other.deep);
  }

  /** What an image of a size is as a sample. */
  SampleShape shape(ImageSize size) {
    return SampleShape.image(channels, size.height(), size.width());
  }

  /** Bytes an image of a size takes. */
  long bytes(ImageSize size) {
    return (long) shape(size).features() * (deep ? Float.BYTES : 1);
  }

  /** An image that fits into this layout, as it is stored. */
  byte[] bytes(Pixels own) {
    Pixels pixels = channels == 3 ? own.toRgb() : own;
    if (!deep) {
      return pixels.values();
    }
    byte[] bytes = new byte[Math.multiplyExact(pixels.count(), Float.BYTES)];
    MemorySegment floats = MemorySegment.ofArray(bytes);
    for (int i = 0; i < pixels.count(); i++) {
      float value = (float) pixels.level(i) / pixels.full();
      floats.set(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) i * Float.BYTES, value);
    }
    return bytes;
  }

  NumberKind kind() {
    return deep ? NumberKind.FLOATS : NumberKind.BYTES;
  }

  /** Images of one size stored one after the other. */
  Dataset samples(MemorySegment stored, int count, ImageSize size, String source) {
    return deep
        ? new FloatSamples(stored, count, shape(size), source)
        : new ByteSamples(stored, count, shape(size), source);
  }
}
