package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Samples kept as float32 in native byte order. */
public final class FloatSamples implements RowSamples {
  private final MemorySegment values;
  private final int size;
  private final SampleShape shape;
  private final String source;
  private final List<String> featureNames;

  public FloatSamples(MemorySegment values, int size, SampleShape shape, String source) {
    this(values, size, shape, source, List.of());
  }

  public FloatSamples(
      MemorySegment values, int size, SampleShape shape, String source, List<String> names) {
    if (values.byteSize() != (long) size * shape.features() * Float.BYTES) {
      throw new IllegalArgumentException(
          "%d bytes for %d float samples of %s".formatted(values.byteSize(), size, shape));
    }
    this.values = values;
    this.size = size;
    this.shape = shape;
    this.source = source;
    this.featureNames = List.copyOf(names);
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
    return featureNames;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public void copyDoubles(int row, double[] into) {
    long at = (long) Objects.checkIndex(row, size) * shape.features() * Float.BYTES;
    for (int f = 0; f < shape.features(); f++) {
      into[f] = values.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + (long) f * Float.BYTES);
    }
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    long rowBytes = (long) shape.features() * Float.BYTES;
    MemorySegment.copy(values, Objects.checkIndex(row, size) * rowBytes, into, at, rowBytes);
  }
}
