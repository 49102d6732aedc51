package dev.hourglass.data.dataset;

import dev.hourglass.base.MachineMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where samples lie: off-heap, aligned for vector loads, freed when nobody refers to them. */
public final class Storage {
  /** A cache line, which is also the widest vector. */
  private static final long ALIGNMENT = 64;

  /** Less than this is not worth asking the system for. */
  private static final long MUCH = 64L << 20;

  private Storage() {}

  /**
   * Memory for samples.
   *
   * @throws DataException if that is more than there is
   */
  public static MemorySegment allocate(long bytes) {
    if (bytes > MUCH) {
      check(bytes, MachineMemory.now());
    }
    return Arena.ofAuto().allocate(Math.max(bytes, 1), ALIGNMENT).asSlice(0, bytes);
  }

  /** Refuses before it is taken what the system would stop the process for. */
  static void check(long bytes, MachineMemory memory) {
    if (bytes > memory.available()) {
      throw new DataException(
          "the samples take %s of memory, but %s lets this process have %s; take fewer (option 'limit')"
                  .formatted(
                      MachineMemory.text(bytes),
                      memory.limit(),
                      MachineMemory.text(memory.available()))
              + " or, of images, smaller ones (option 'resize')");
    }
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
