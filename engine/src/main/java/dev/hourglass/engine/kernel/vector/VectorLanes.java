package dev.hourglass.engine.kernel.vector;

import dev.hourglass.engine.tensor.BFloat16;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The processor's vectors and how they come from and go to memory.
 *
 * <p>Loops read and write {@link #MEMORY}, all of what lies outside the heap, at addresses that
 * {@link #address} gives out after checking the range once. A segment of its own would be checked
 * at every vector, in a way that depends on the arena it comes from; where kinds of arenas meet in
 * one loop, the checks take so much of the compiler's budget that vectors become objects. See
 * {@link VectorCompilation}.
 */
final class VectorLanes {
  /** As wide as the processor likes, but never so narrow that {@link #SHORTS} does not exist. */
  static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() < 128
          ? FloatVector.SPECIES_128
          : FloatVector.SPECIES_PREFERRED;

  static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

  /** As many bfloat16 numbers as there are floats in a vector. */
  static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

  /** Numbers in a vector. */
  static final int LANES = FLOATS.length();

  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** A bfloat16 number is the upper half of a float. */
  private static final int HALF = 16;

  private static final IntVector ONE = IntVector.broadcast(INTS, 1);

  /** One less than half of the last place that is kept. */
  private static final IntVector BELOW_HALF_UNIT = IntVector.broadcast(INTS, 0x7fff);

  /** The bit that makes a NaN quiet: set, it survives the loss of the lower half. */
  private static final IntVector QUIET = IntVector.broadcast(INTS, 0x400000);

  private static final IntVector MAGNITUDE = IntVector.broadcast(INTS, 0x7fffffff);

  /** The bits of infinity: magnitudes beyond are NaN. */
  private static final IntVector INFINITY = IntVector.broadcast(INTS, 0x7f800000);

  private VectorLanes() {}

  /**
   * Where byte {@code at} of {@code segment} lies. Whoever uses the address keeps the segment
   * reachable meanwhile.
   *
   * @throws IndexOutOfBoundsException where it has no {@code bytes} bytes from there
   * @throws IllegalArgumentException where it lies on the heap
   * @throws IllegalStateException where its arena is closed
   */
  static long address(MemorySegment segment, long at, long bytes) {
    Objects.checkFromIndexSize(at, bytes, segment.byteSize());
    if (!segment.isNative()) {
      throw new IllegalArgumentException("vector loops do not read the heap, but got " + segment);
    }
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("the arena of " + segment + " is closed");
    }
    return segment.address() + at;
  }

  /** {@code count} rounded up to whole vectors. */
  static int padded(int count) {
    return (count + LANES - 1) & -LANES;
  }

  static FloatVector load(long address) {
    return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, ORDER);
  }

  static void store(FloatVector v, long address) {
    v.intoMemorySegment(MEMORY, address, ORDER);
  }

  /** As many bfloat16 numbers as a vector has, widened. */
  static FloatVector loadHalf(long address) {
    return widen(ShortVector.fromMemorySegment(SHORTS, MEMORY, address, ORDER));
  }

  /** Rounds to bfloat16. */
  static void storeHalf(FloatVector v, long address) {
    narrow(v).intoMemorySegment(MEMORY, address, ORDER);
  }

  /** Copies {@code count} floats. */
  static void copy(long from, long to, int count) {
    MemorySegment.copy(MEMORY, from, MEMORY, to, 4L * count);
  }

  static float get(long address) {
    return MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  static void set(long address, float value) {
    MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  /** A bfloat16 number, widened. */
  static float getHalf(long address) {
    return BFloat16.toFloat(MEMORY.get(ValueLayout.JAVA_SHORT_UNALIGNED, address));
  }

  static int getInt(long address) {
    return MEMORY.get(ValueLayout.JAVA_INT_UNALIGNED, address);
  }

  static void setInt(long address, int value) {
    MEMORY.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
  }

  private static FloatVector widen(ShortVector v) {
    // The sign that fills the upper half is shifted out.
    return ((IntVector) v.castShape(INTS, 0))
        .lanewise(VectorOperators.LSHL, HALF)
        .reinterpretAsFloats();
  }

  /** Rounds to nearest, ties to even; NaN stays NaN. See {@link BFloat16#of}. */
  private static ShortVector narrow(FloatVector v) {
    IntVector rounded = rounded(v.reinterpretAsInts());
    return (ShortVector) rounded.lanewise(VectorOperators.LSHR, HALF).castShape(SHORTS, 0);
  }

  private static IntVector rounded(IntVector bits) {
    IntVector lowestKept = bits.lanewise(VectorOperators.LSHR, HALF).and(ONE);
    return bits.add(lowestKept.add(BELOW_HALF_UNIT))
        .blend(bits.or(QUIET), bits.and(MAGNITUDE).compare(VectorOperators.GT, INFINITY));
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  static final class Loops {
    private Loops() {}

    /** {@code count} bfloat16 numbers, widened. */
    static void widen(long from, int count, long to) {
      int whole = count & -LANES;
      for (int i = 0; i < whole; i += LANES) {
        store(loadHalf(from + 2L * i), to + 4L * i);
      }
      for (int i = whole; i < count; i++) {
        set(to + 4L * i, getHalf(from + 2L * i));
      }
    }

    /** {@code count} floats, rounded to bfloat16. */
    static void narrow(long from, int count, long to) {
      int whole = count & -LANES;
      for (int i = 0; i < whole; i += LANES) {
        storeHalf(load(from + 4L * i), to + 2L * i);
      }
      for (int i = whole; i < count; i++) {
        short bits = BFloat16.of(get(from + 4L * i));
        MEMORY.set(ValueLayout.JAVA_SHORT_UNALIGNED, to + 2L * i, bits);
      }
    }

    /** Zeros, a whole number of vectors of them. */
    static void clear(long to, int count) {
      for (int i = 0; i < count; i += LANES) {
        store(VectorMath.none(), to + 4L * i);
      }
    }
  }
}
