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
record PixelLayout(ImageSize size, int channels, boolean deep) {
  /** What one image needs. */
  static PixelLayout of(Pixels pixels) {
    return new PixelLayout(pixels.size(), pixels.channels(), pixels.bits() > 8);
  }

  /** What both an image in this layout and another need. */
  PixelLayout widened(PixelLayout other) {
    return new PixelLayout(size, Math.max(channels, other.channels), deep || other.deep);
  }

  private SampleShape shape() {
    return SampleShape.image(channels, size.height(), size.width());
  }

  /** Bytes an image takes. */
  long bytes() {
    return (long) shape().features() * (deep ? Float.BYTES : 1);
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

  /** Images stored one after the other. */
  Dataset samples(MemorySegment stored, int count, String source) {
    return deep
        ? new FloatSamples(stored, count, shape(), source)
        : new ByteSamples(stored, count, shape(), source);
  }
}
