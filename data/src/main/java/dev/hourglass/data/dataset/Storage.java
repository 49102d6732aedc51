package dev.hourglass.data.dataset;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where samples lie: off-heap, aligned for vector loads, freed when nobody refers to them. */
public final class Storage {
  /** A cache line, which is also the widest vector. */
  private static final long ALIGNMENT = 64;

  private Storage() {}

  public static MemorySegment allocate(long bytes) {
    return Arena.ofAuto().allocate(Math.max(bytes, 1), ALIGNMENT).asSlice(0, bytes);
  }

  /** How many samples of this shape make up {@code values} numbers. */
  static int samplesIn(int values, SampleShape shape) {
    int features = shape.features();
    if (values == 0 || values % features != 0) {
      throw new IllegalArgumentException(
          "%d values are not a whole number of samples of %s, at least one"
              .formatted(values, shape));
    }
    return values / features;
  }
}
