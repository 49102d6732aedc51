package dev.hourglass.engine.kernel.portable;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.BFloat16;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * One thread's scratch memory, through which {@link PortableKernels} reads and writes tensors of
 * any format as short runs of doubles.
 *
 * <p>A run of {@link #BLOCK} numbers stays in the first-level cache, and the loops over it are ones
 * the compiler turns into vector instructions; that is why no operation needs a version for each
 * format and none allocates after its first call.
 */
final class PortableScratch {
  /** Numbers handled at a time by element-wise operations: 8 KB a run. */
  static final int BLOCK = 1024;

  private static final int RUNS = 6;
  private static final float[] NO_NUMBERS = new float[0];
  private static final ThreadLocal<PortableScratch> OF_THREAD =
      ThreadLocal.withInitial(PortableScratch::new);

  private final double[][] runs = new double[RUNS][BLOCK];
  private final float[][] floats = {new float[0], new float[0]};
  private final int[] cursors = new int[4];
  private final float[][][] panels = {new float[0][0], new float[0][0]};

  private PortableScratch() {}

  static PortableScratch ofThread() {
    return OF_THREAD.get();
  }

  /** Run {@code index} with room for {@code length} numbers; what it holds is left over. */
  double[] run(int index, int length) {
    if (runs[index].length < length) {
      runs[index] = new double[length];
    }
    return runs[index];
  }

  /** Run {@code index}, its first {@code length} numbers zero. */
  double[] zeros(int index, int length) {
    double[] run = run(index, length);
    Arrays.fill(run, 0, length, 0);
    return run;
  }

  /** Like {@link #run}, in single precision. */
  float[] floats(int index, int length) {
    if (floats[index].length < length) {
      floats[index] = new float[length];
    }
    return floats[index];
  }

  /** Room for four positions in sparse rows. */
  int[] cursors() {
    return cursors;
  }

  /**
   * At least {@code rows} arrays of at least {@code columns} floats; what they hold is left over.
   */
  float[][] panel(int index, int rows, int columns) {
    if (panels[index].length < rows) {
      int before = panels[index].length;
      panels[index] = Arrays.copyOf(panels[index], rows);
      Arrays.fill(panels[index], before, rows, NO_NUMBERS);
    }
    float[][] panel = panels[index];
    // Each row by itself: a panel as high as the highest and as wide as the widest would be the
    // square of the features.
    for (int r = 0; r < rows; r++) {
      if (panel[r].length < columns) {
        panel[r] = new float[columns];
      }
    }
    return panel;
  }

  /** How many numbers the block that starts at {@code at} has when it must end by {@code end}. */
  static int block(long at, long end) {
    return (int) Math.min(BLOCK, end - at);
  }

  /** into[i] = from[first + i] for i below {@code count}. */
  static void load(Tensor from, long first, int count, double[] into) {
    MemorySegment segment = from.segment();
    switch (from.format()) {
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          into[i] = segment.getAtIndex(JAVA_FLOAT, first + i);
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          into[i] = BFloat16.toFloat(segment.getAtIndex(JAVA_SHORT, first + i));
        }
      }
      case FLOAT64 -> MemorySegment.copy(segment, JAVA_DOUBLE, 8 * first, into, 0, count);
    }
  }

  /** The whole of row {@code row}. */
  static void loadRow(Tensor from, int row, double[] into) {
    load(from, (long) row * from.columns(), from.columns(), into);
  }

  /** into[first + i] = from[i] for i below {@code count}, rounded to the tensor's format. */
  static void store(double[] from, int count, Tensor into, long first) {
    MemorySegment segment = into.segment();
    switch (into.format()) {
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          segment.setAtIndex(JAVA_FLOAT, first + i, (float) from[i]);
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          segment.setAtIndex(JAVA_SHORT, first + i, BFloat16.of((float) from[i]));
        }
      }
      case FLOAT64 -> MemorySegment.copy(from, 0, segment, JAVA_DOUBLE, 8 * first, count);
    }
  }

  /** The whole of row {@code row}. */
  static void storeRow(double[] from, Tensor into, int row) {
    store(from, into.columns(), into, (long) row * into.columns());
  }

  /** {@link #store}, with what {@link #flush} makes of the numbers; changes {@code from}. */
  static void storeFlushed(double[] from, int count, Tensor into, long first) {
    flush(from, count, into.format());
    store(from, count, into, first);
  }

  /** {@link #storeRow}, with what {@link #flush} makes of the numbers; changes {@code from}. */
  static void storeRowFlushed(double[] from, Tensor into, int row) {
    storeFlushed(from, into.columns(), into, (long) row * into.columns());
  }

  /**
   * Turns numbers smaller than {@link Kernels#FLUSH} into zero. Doubles are left alone: they have
   * no denormals of that size, and finite differences want them exact.
   */
  static void flush(double[] numbers, int count, Format format) {
    if (format == Format.FLOAT64) {
      return;
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = Math.abs(numbers[i]) < Kernels.FLUSH ? 0 : numbers[i];
    }
  }
}
