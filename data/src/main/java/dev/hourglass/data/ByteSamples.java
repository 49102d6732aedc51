package dev.hourglass.data;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Samples kept as unsigned bytes, gathered as {@code value * scale}. */
final class ByteSamples implements RowSamples {
  static final float TO_UNIT = 1f / 255;

  private final MemorySegment bytes;
  private final int size;
  private final SampleShape shape;
  private final String source;
  private final float scale;
  private final WarmUp warmUp = new WarmUp();

  /** Bytes that stand for 0 to 1. */
  ByteSamples(MemorySegment bytes, int size, SampleShape shape, String source) {
    this(bytes, size, shape, source, TO_UNIT);
  }

  ByteSamples(MemorySegment bytes, int size, SampleShape shape, String source, float scale) {
    if (bytes.byteSize() != (long) size * shape.features()) {
      throw new IllegalArgumentException(
          "%d bytes for %d samples of %s".formatted(bytes.byteSize(), size, shape));
    }
    this.bytes = bytes;
    this.size = size;
    this.shape = shape;
    this.source = source;
    this.scale = scale;
  }

  /** All samples one after the other. */
  MemorySegment bytes() {
    return bytes;
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
    return source;
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    int features = shape.features();
    long from = (long) Objects.checkIndex(row, size) * features;
    SampleKernels.bytesToFloats(bytes, from, into, at, features, scale, warmUp.next());
  }
}
