package dev.hourglass.tasks.rows;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.DatasetView;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Another dataset's samples, each altered while it is gathered; nothing is stored.
 *
 * @param samples the samples as they are
 * @param alteration what is done to each
 */
public record AlteredSamples(Dataset samples, Alteration alteration) implements DatasetView {

  /** What is done to one sample; the same row must always come out the same. */
  @FunctionalInterface
  public interface Alteration {
    /**
     * Changes a sample in place; may be called from several threads at once.
     *
     * @param row its number in the dataset, for whatever is random
     * @param sample {@code [1, features]}
     */
    void alter(int row, Tensor sample);
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    long rowBytes = (long) features() * Float.BYTES;
    if (into.isNative()) {
      gatherOffHeap(rows, from, count, into, rowBytes);
      return;
    }
    // Kernels take memory outside the heap only; a single row() comes with an array.
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment outside = arena.allocate(Math.max(1, count * rowBytes), Tensor.ALIGNMENT);
      gatherOffHeap(rows, from, count, outside, rowBytes);
      MemorySegment.copy(outside, 0, into, 0, count * rowBytes);
    }
  }

  private void gatherOffHeap(int[] rows, int from, int count, MemorySegment into, long rowBytes) {
    samples.gather(rows, from, count, into);
    Shape one = Shape.vector(features());
    for (int i = 0; i < count; i++) {
      MemorySegment sample = into.asSlice(i * rowBytes, rowBytes);
      alteration.alter(rows[from + i], Tensor.of(sample, one, Format.FLOAT32));
    }
  }
}
