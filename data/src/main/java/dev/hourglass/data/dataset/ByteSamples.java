package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Samples kept as unsigned bytes, gathered as {@code value * scale}. */
public final class ByteSamples implements RowSamples {
  static final float TO_UNIT = 1f / 255;

  private final MemorySegment bytes;
  private final int size;
  private final SampleShape shape;
  private final String source;
  private final float scale;
  private final WarmUp warmUp = new WarmUp();

  /** Bytes that stand for 0 to 1. */
  public ByteSamples(MemorySegment bytes, int size, SampleShape shape, String source) {
    this(bytes, size, shape, source, TO_UNIT);
  }

  public ByteSamples(MemorySegment bytes, int size, SampleShape shape, String source, float scale) {
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
  public Dataset asStored() {
    return scale == 1 ? this : new ByteSamples(bytes, size, shape, source, 1);
  }

  @Override
  public void copyDoubles(int row, double[] into) {
    long at = place(row);
    for (int f = 0; f < shape.features(); f++) {
      into[f] = (bytes.get(ValueLayout.JAVA_BYTE, at + f) & 0xFF) * scale;
    }
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    int features = shape.features();
    SampleKernels.bytesToFloats(bytes, place(row), into, at, features, scale, warmUp.next());
  }

  /**
   * Rows lie all over memory: copied first, many are on their way at once, which takes a third of
   * the time of making floats of one after the other.
   */
  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    Objects.checkFromIndexSize(from, count, rows.length);
    for (int i = 0; i < count; i++) {
      pack(rows[from + i], i, count, into);
    }
    unpack(count, into);
  }

  @Override
  public void gatherThrough(int[] index, int[] rows, int from, int count, MemorySegment into) {
    Objects.checkFromIndexSize(from, count, rows.length);
    for (int i = 0; i < count; i++) {
      pack(index[rows[from + i]], i, count, into);
    }
    unpack(count, into);
  }

  private void pack(int row, int i, int count, MemorySegment into) {
    int features = shape.features();
    MemorySegment.copy(bytes, place(row), into, packedPlace(count) + (long) i * features, features);
  }

  private long place(int row) {
    return (long) Objects.checkIndex(row, size) * shape.features();
  }

  /**
   * The last quarter of the floats' place holds the bytes they are made of: going forwards, no
   * float is written over a byte that is still to be read.
   */
  private long packedPlace(int count) {
    return (Float.BYTES - 1L) * count * shape.features();
  }

  private void unpack(int count, MemorySegment into) {
    int features = shape.features();
    long packed = packedPlace(count);
    for (int i = 0; i < count; i++) {
      long done = (long) i * features;
      SampleKernels.bytesToFloats(
          into, packed + done, into, done * Float.BYTES, features, scale, warmUp.next());
    }
  }
}
