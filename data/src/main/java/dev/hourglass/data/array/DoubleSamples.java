package dev.hourglass.data.array;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Samples of an array as they lie in its file, each number made a double when it is asked for: a
 * time in milliseconds keeps its last digits until it has been scaled.
 */
final class DoubleSamples implements RowSamples {
  private final NumberArray array;
  private final int from;
  private final int size;
  private final SampleShape shape;
  private final long[] offsets;
  private final long stride;

  /**
   * @param from the array's sample that is the first here
   * @param offsets for every feature, how many numbers after its sample's first it lies; empty
   *     where features lie in order
   */
  DoubleSamples(NumberArray array, int from, int size, SampleShape shape, long[] offsets) {
    this.array = array;
    this.from = from;
    this.size = size;
    this.shape = shape;
    this.offsets = offsets;
    this.stride = array.sampleStride(shape.features());
  }

  /** All of them as float32. */
  MemorySegment toFloats() {
    long rowBytes = (long) shape.features() * Float.BYTES;
    MemorySegment floats = Storage.allocate(size * rowBytes);
    for (int i = 0; i < size; i++) {
      copyRow(i, floats, i * rowBytes);
    }
    return floats;
  }

  private double at(int row, int feature) {
    long element =
        (from + (long) row) * stride + (offsets.length == 0 ? feature : offsets[feature]);
    return array.type().read(array.payload(), element * array.type().bytes(), array.order());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public SampleShape shape() {
    return shape;
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.empty();
  }

  @Override
  public List<String> featureNames() {
    return List.of();
  }

  @Override
  public String source() {
    return array.path().toString();
  }

  @Override
  public boolean exceedsFloat32() {
    return array.type().exceedsFloat32();
  }

  @Override
  public void copyDoubles(int row, double[] into) {
    Objects.checkIndex(row, size);
    for (int f = 0; f < shape.features(); f++) {
      into[f] = at(row, f);
    }
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    Objects.checkIndex(row, size);
    for (int f = 0; f < shape.features(); f++) {
      into.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + (long) f * Float.BYTES, (float) at(row, f));
    }
  }
}
