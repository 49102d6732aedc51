package dev.hourglass.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The processor's vectors and how they come from and go to memory.
 *
 * <p>Two habits keep the compiler on the fast road. Memory is passed through {@link #offHeap}: it
 * tells the compiler that a segment lies outside the heap, without which one heap segment anywhere
 * in the program (the Vector API's own interpreter makes them) slows every loop thirteen times. And
 * methods on vectors are short and called unconditionally from a loop: a call the profile finds
 * rare is not inlined, and a vector that crosses a real call is an object.
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

  private static final Class<? extends MemorySegment> OFF_HEAP = MemorySegment.NULL.getClass();
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

  /** {@code segment}, known to the compiler to lie outside the heap. */
  static MemorySegment offHeap(MemorySegment segment) {
    return OFF_HEAP.cast(segment);
  }

  /** {@code count} rounded up to whole vectors. */
  static int padded(int count) {
    return (count + LANES - 1) & -LANES;
  }

  /** The floats from byte {@code at}. */
  static FloatVector load(MemorySegment segment, long at) {
    return FloatVector.fromMemorySegment(FLOATS, segment, at, ORDER);
  }

  static void store(FloatVector v, MemorySegment segment, long at) {
    v.intoMemorySegment(segment, at, ORDER);
  }

  /** The bfloat16 numbers from byte {@code at}. */
  static FloatVector loadHalf(MemorySegment segment, long at) {
    return widen(ShortVector.fromMemorySegment(SHORTS, segment, at, ORDER));
  }

  static void storeHalf(FloatVector v, MemorySegment segment, long at) {
    narrow(v).intoMemorySegment(segment, at, ORDER);
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

    /** {@code count} bfloat16 numbers from byte {@code at}, widened at byte {@code toAt}. */
    static void widen(MemorySegment from, long at, int count, MemorySegment to, long toAt) {
      MemorySegment source = offHeap(from);
      MemorySegment target = offHeap(to);
      int whole = count & -LANES;
      for (int i = 0; i < whole; i += LANES) {
        store(loadHalf(source, at + 2L * i), target, toAt + 4L * i);
      }
      for (int i = whole; i < count; i++) {
        short bits = source.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 2L * i);
        target.set(ValueLayout.JAVA_FLOAT_UNALIGNED, toAt + 4L * i, BFloat16.toFloat(bits));
      }
    }

    /** {@code count} floats from byte {@code at}, rounded to bfloat16 at byte {@code toAt}. */
    static void narrow(MemorySegment from, long at, int count, MemorySegment to, long toAt) {
      MemorySegment source = offHeap(from);
      MemorySegment target = offHeap(to);
      int whole = count & -LANES;
      for (int i = 0; i < whole; i += LANES) {
        storeHalf(load(source, at + 4L * i), target, toAt + 2L * i);
      }
      for (int i = whole; i < count; i++) {
        float number = source.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 4L * i);
        target.set(ValueLayout.JAVA_SHORT_UNALIGNED, toAt + 2L * i, BFloat16.of(number));
      }
    }

    /** Zeros, a whole number of vectors of them. */
    static void clear(MemorySegment to, long at, int count) {
      MemorySegment target = offHeap(to);
      for (int i = 0; i < count; i += LANES) {
        store(VectorMath.none(), target, at + 4L * i);
      }
    }
  }
}
