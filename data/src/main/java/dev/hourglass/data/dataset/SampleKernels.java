package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The two loops over numbers that gathering needs: bytes to floats, and scaling in place. They are
 * here, and not among the engine's kernels, because data and engine do not know each other; all
 * other numbers are crunched there.
 *
 * <p>With the Vector API where the module is there and the processor's vectors are wide enough,
 * plainly otherwise; both give the same bits. {@link WarmUp} says when the vector loop pays.
 */
public final class SampleKernels {
  /** A user who runs from the class path without {@code --add-modules} gets the plain loops. */
  private static final boolean VECTORS =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Wide.ENOUGH;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private SampleKernels() {}

  /**
   * {@code target[i] = (source[i] & 255) * scale} for {@code count} values.
   *
   * @param wide whether to use vectors, where there are any
   */
  static void bytesToFloats(
      MemorySegment source,
      long from,
      MemorySegment target,
      long to,
      int count,
      float scale,
      boolean wide) {
    int done = wide && VECTORS ? Wide.bytesToFloats(source, from, target, to, count, scale) : 0;
    for (int i = done; i < count; i++) {
      float value = (source.get(ValueLayout.JAVA_BYTE, from + i) & 0xFF) * scale;
      target.set(FLOAT, to + (long) i * Float.BYTES, value);
    }
  }

  /**
   * {@code x[i] = clamp((x[i] - offset[i]) * factor[i])} for one row that begins at {@code at}.
   *
   * @param wide whether to use vectors, where there are any
   */
  public static void scale(
      MemorySegment x,
      long at,
      float[] offset,
      float[] factor,
      float lowest,
      float highest,
      boolean wide) {
    int done = wide && VECTORS ? Wide.scale(x, at, offset, factor, lowest, highest) : 0;
    for (int i = done; i < offset.length; i++) {
      long position = at + (long) i * Float.BYTES;
      float value = (x.get(FLOAT, position) - offset[i]) * factor[i];
      x.set(FLOAT, position, Math.min(Math.max(value, lowest), highest));
    }
  }

  /** The Vector API's part; loaded only when its module is there. */
  private static final class Wide {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    /** The narrowest byte vector has 64 bits, so the floats need at least 256. */
    static final boolean ENOUGH = FLOATS.vectorBitSize() >= 256;

    private static final VectorSpecies<Byte> BYTES =
        VectorSpecies.of(
            byte.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 4)));

    private static final VectorSpecies<Integer> INTS =
        VectorSpecies.of(int.class, FLOATS.vectorShape());

    private Wide() {}

    static int bytesToFloats(
        MemorySegment source, long from, MemorySegment target, long to, int count, float scale) {
      ByteOrder order = ByteOrder.nativeOrder();
      int bound = FLOATS.loopBound(count);
      for (int i = 0; i < bound; i += FLOATS.length()) {
        FloatVector values =
            (FloatVector)
                ByteVector.fromMemorySegment(BYTES, source, from + i, order)
                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0)
                    .convertShape(VectorOperators.I2F, FLOATS, 0);
        values.mul(scale).intoMemorySegment(target, to + (long) i * Float.BYTES, order);
      }
      return bound;
    }

    static int scale(
        MemorySegment x, long at, float[] offset, float[] factor, float lowest, float highest) {
      ByteOrder order = ByteOrder.nativeOrder();
      int bound = FLOATS.loopBound(offset.length);
      for (int i = 0; i < bound; i += FLOATS.length()) {
        long position = at + (long) i * Float.BYTES;
        FloatVector.fromMemorySegment(FLOATS, x, position, order)
            .sub(FloatVector.fromArray(FLOATS, offset, i))
            .mul(FloatVector.fromArray(FLOATS, factor, i))
            .max(lowest)
            .min(highest)
            .intoMemorySegment(x, position, order);
      }
      return bound;
    }
  }
}
