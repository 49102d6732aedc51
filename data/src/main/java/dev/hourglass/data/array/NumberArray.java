package dev.hourglass.data.array;

import dev.hourglass.data.dataset.ByteSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FloatSamples;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An array as IDX and .npy files hold it, its bytes checked to be all there: what both readers
 * share on the way to samples or labels. The first dimension counts the samples.
 *
 * @param path the file, for messages
 * @param type what one number is
 * @param order the numbers' byte order
 * @param columnMajor whether the first index runs fastest (Fortran) and not the last (C)
 * @param dimensions the array's lengths, at least one
 * @param payload exactly the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // carried from a header to its samples, never compared
public record NumberArray(
    Path path,
    ElementType type,
    ByteOrder order,
    boolean columnMajor,
    long[] dimensions,
    MemorySegment payload) {

  /** More classes than this are no classes. */
  private static final int LARGEST_LABEL = 1_000_000;

  /** How many bytes an array of these dimensions takes; refuses what no file can hold. */
  public static long bytesOf(Path path, long[] dimensions, ElementType type) {
    try {
      long total = type.bytes();
      for (long length : dimensions) {
        if (length < 0) {
          throw new DataException(path + ": its header has a negative dimension, " + length);
        }
        total = Math.multiplyExact(total, length);
      }
      return total;
    } catch (ArithmeticException e) {
      throw new DataException(
          path
              + ": its header announces an array of "
              + dimensionText(dimensions)
              + ", more than any file can hold; the header is damaged",
          e);
    }
  }

  static String dimensionText(long[] dimensions) {
    StringBuilder text = new StringBuilder();
    for (long length : dimensions) {
      text.append(text.isEmpty() ? "" : "×").append(length);
    }
    return text.toString();
  }

  /** Whether the numbers are unsigned bytes, which stay bytes. */
  public boolean isBytes() {
    return type == ElementType.U1;
  }

  /** How many samples there are, at least 1. */
  public int samples() {
    return sizeOf("samples");
  }

  /** How many numbers a sample has. */
  public int features() {
    return shapeOf(isChannelsFirst()).features();
  }

  /** The same head over other samples: {@code count} of them, whose numbers these are. */
  public NumberArray over(MemorySegment numbers, int count) {
    long[] own = dimensions.clone();
    own[0] = count;
    return new NumberArray(path, type, order, columnMajor, own, numbers);
  }

  /**
   * Some of the samples, {@code from} to {@code from + count - 1}: three dimensions are grey
   * images, four are images with channels. Numbers that float32 does not hold stay in the file
   * until a preparation has scaled them.
   *
   * @param firstRow the number of the first one, for messages
   */
  public Dataset toSamples(int from, int count, long firstRow) {
    boolean channelsFirst = isChannelsFirst();
    SampleShape shape = shapeOf(channelsFirst);
    boolean inPlace = !channelsFirst && (!columnMajor || dimensions.length == 1);
    long[] offsets = inPlace ? new long[0] : offsetsWithinSample(shape, channelsFirst);
    String source = path.toString();
    if (isBytes()) {
      MemorySegment bytes = inPlace ? stored(from, count, shape) : rearranged(from, count, offsets);
      return new ByteSamples(bytes, count, shape, source);
    }
    DoubleSamples doubles = new DoubleSamples(this, from, count, shape, offsets);
    if (type.exceedsFloat32()) {
      if (type == ElementType.F8) {
        checkFinite(doubles, firstRow);
      }
      return doubles;
    }
    boolean asItIs = inPlace && type == ElementType.F4 && order == ByteOrder.nativeOrder();
    Dataset floats =
        new FloatSamples(
            asItIs ? stored(from, count, shape) : doubles.toFloats(), count, shape, source);
    if (type == ElementType.F4 || type == ElementType.F2) {
      checkFinite(floats, firstRow);
    }
    return floats;
  }

  /** Whole numbers that a double rounds, as a remark; empty where there are none. */
  public Optional<String> roundedNumbers() {
    if (type != ElementType.U8 && type != ElementType.I8) {
      return Optional.empty();
    }
    long count = payload.byteSize() / type.bytes();
    long rounded = LongStream.range(0, count).filter(i -> !isExact(i)).count();
    return rounded == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %,d of %,d whole numbers lie beyond 2^53 and are rounded to 53 binary digits"
                .formatted(path, rounded, count));
  }

  private boolean isExact(long element) {
    long value = type.bits(payload, element * type.bytes(), order);
    boolean unsigned = type == ElementType.U8 && value < 0;
    // What is left of the highest digit, less the zeros at the end, must fit into 53 places.
    long magnitude = unsigned ? value : Math.abs(value);
    return magnitude == 0
        || Long.SIZE - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude)
            <= 53;
  }

  private MemorySegment stored(int from, int count, SampleShape shape) {
    long sampleBytes = (long) shape.features() * type.bytes();
    return payload.asSlice(from * sampleBytes, count * sampleBytes);
  }

  /** The labels: one whole number per sample, 0 or more; each number is a class of that name. */
  public Labels toLabels() {
    int size = sizeOf("labels");
    if (payload.byteSize() != (long) size * type.bytes()) {
      throw new DataException(
          path
              + ": expected one label per sample but found an array of "
              + dimensionText(dimensions));
    }
    int[] values = new int[size];
    int largest = 0;
    for (int i = 0; i < size; i++) {
      double value = type.read(payload, (long) i * type.bytes(), order);
      if (!(value >= 0 && value <= LARGEST_LABEL && value == Math.rint(value))) {
        throw new DataException(
            "%s: label %d (counted from 0) is %s; labels must be whole numbers from 0 to %d"
                .formatted(path, i, value, LARGEST_LABEL));
      }
      values[i] = (int) value;
      largest = Math.max(largest, values[i]);
    }
    List<String> names = IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
    return new Labels(values, names);
  }

  private int sizeOf(String what) {
    if (dimensions.length == 0) {
      throw new DataException(path + ": holds a single number, not an array of " + what);
    }
    if (dimensions[0] == 0) {
      throw new DataException(path + ": holds no " + what + " (its first dimension is 0)");
    }
    if (dimensions[0] > Integer.MAX_VALUE) {
      throw new DataException(path + ": has more than %d %s".formatted(Integer.MAX_VALUE, what));
    }
    return (int) dimensions[0];
  }

  /**
   * {@code (N, C, H, W)} as PyTorch writes it, told from {@code (N, H, W, C)} by where the 3 is.
   */
  private boolean isChannelsFirst() {
    return dimensions.length == 4 && !isGreyOrRgb(dimensions[3]) && isGreyOrRgb(dimensions[1]);
  }

  private static boolean isGreyOrRgb(long length) {
    return length == 1 || length == 3;
  }

  private SampleShape shapeOf(boolean channelsFirst) {
    long features = 1;
    for (int i = 1; i < dimensions.length; i++) {
      features = Math.multiplyExact(features, dimensions[i]);
    }
    if (features == 0 || features > Integer.MAX_VALUE) {
      throw new DataException(
          "%s: each of its samples has %d features (an array of %s); expected 1 to %d"
              .formatted(path, features, dimensionText(dimensions), Integer.MAX_VALUE));
    }
    int[] d = Arrays.stream(dimensions).skip(1).mapToInt(length -> (int) length).toArray();
    if (d.length == 2) {
      return SampleShape.image(1, d[0], d[1]);
    }
    if (channelsFirst) {
      return SampleShape.image(d[0], d[1], d[2]);
    }
    if (d.length == 3 && (isGreyOrRgb(d[2]) || d[2] == 4)) {
      return SampleShape.image(d[2], d[0], d[1]);
    }
    return SampleShape.vector((int) features);
  }

  /** For every feature, how many numbers after its sample's first one it lies in the file. */
  private long[] offsetsWithinSample(SampleShape shape, boolean channelsFirst) {
    int rank = dimensions.length;
    long[] strides = new long[rank];
    long stride = 1;
    for (int k = 0; k < rank; k++) {
      int axis = columnMajor ? k : rank - 1 - k;
      strides[axis] = stride;
      stride *= dimensions[axis];
    }
    // The axes of a sample, slowest first, in the order that features are wanted.
    int[] axes = channelsFirst ? new int[] {2, 3, 1} : IntStream.range(1, rank).toArray();
    long[] offsets = new long[shape.features()];
    for (int f = 0; f < offsets.length; f++) {
      long rest = f;
      for (int k = axes.length - 1; k >= 0; k--) {
        long length = dimensions[axes[k]];
        offsets[f] += rest % length * strides[axes[k]];
        rest /= length;
      }
    }
    return offsets;
  }

  long sampleStride(int features) {
    return columnMajor ? 1 : features;
  }

  private MemorySegment rearranged(int from, int count, long[] offsets) {
    MemorySegment target = Storage.allocate((long) count * offsets.length);
    long stride = sampleStride(offsets.length);
    long at = 0;
    for (int i = 0; i < count; i++) {
      for (long offset : offsets) {
        byte value = payload.get(ValueLayout.JAVA_BYTE, (from + (long) i) * stride + offset);
        target.set(ValueLayout.JAVA_BYTE, at++, value);
      }
    }
    return target;
  }

  private void checkFinite(Dataset samples, long firstRow) {
    double[] row = new double[samples.features()];
    for (int i = 0; i < samples.size(); i++) {
      samples.copyDoubles(i, row);
      for (int f = 0; f < row.length; f++) {
        if (!Double.isFinite(row[f])) {
          throw new DataException(
              "%s: row %d, feature %d (both counted from 0) is %s; "
                      .formatted(path, firstRow + i, f, row[f])
                  + "every number must be finite. Replace or remove it, "
                  + "for instance with numpy.nan_to_num");
        }
      }
    }
  }
}
