package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * Samples ready for a network: any number of rows of the same shape, read by row number.
 *
 * <p>A dataset keeps its numbers as they came (bytes stay bytes, files stay mapped) and makes
 * float32 of them in {@link #gather}. All methods may be called from several threads at once.
 */
public interface Dataset {

  /** How many samples there are. */
  int size();

  /** What one sample looks like. */
  SampleShape shape();

  /** How many numbers a sample has. */
  default int features() {
    return shape().features();
  }

  /** The class of every sample, where known; as long as {@link #size()}. */
  Optional<Labels> labels();

  /** The features' names, one for each, or an empty list when they have none. */
  List<String> featureNames();

  /** Which features are one column of the raw data; each is its own where nothing else is known. */
  default FeatureGroups featureGroups() {
    return FeatureGroups.single(features());
  }

  /**
   * What each sample is called, such as the file an image lies in, seen from the folder that was
   * read; empty where samples have no names of their own.
   */
  default List<String> sampleNames() {
    return List.of();
  }

  /** The path or description the samples came from, for messages. */
  String source();

  /**
   * What the samples are called: the last part of their path, without the folder they lie in, so
   * that it can be kept with a model and says nothing of a machine.
   */
  default String name() {
    return SourceName.of(source());
  }

  /**
   * Writes {@code count} samples, those of {@code rows[from] … rows[from + count - 1]}, as float32
   * in native byte order, row-major {@code count × features}, from byte 0 of {@code into}.
   * Allocates nothing.
   *
   * @throws IndexOutOfBoundsException if a row number is not in {@code 0 … size() - 1}, or the
   *     range leaves {@code rows}, or {@code into} is too small
   */
  void gather(int[] rows, int from, int count, MemorySegment into);

  /**
   * Whether its numbers have more digits, or a wider range, than the float32 that {@link #gather}
   * makes of them; then {@link #copyDoubles} gives them whole.
   */
  default boolean exceedsFloat32() {
    return false;
  }

  /**
   * Writes one sample in double precision, for a preparation to scale before anything is rounded.
   *
   * @param into as long as the sample, at least
   * @throws IndexOutOfBoundsException if {@code row} is not in {@code 0 … size() - 1}
   */
  default void copyDoubles(int row, double[] into) {
    float[] floats = row(row);
    for (int f = 0; f < floats.length; f++) {
      into[f] = floats[f];
    }
  }

  /**
   * How many neighbours in row order belong together, such as the pieces of one picture; a split
   * keeps them on one side.
   */
  default int groupSize() {
    return 1;
  }

  /**
   * The samples as an epoch of training sees them, where they are drawn anew each time, such as
   * random pieces of pictures; the same bits for the same epoch.
   *
   * @param epoch 1-based
   */
  default Dataset drawnIn(int epoch) {
    return this;
  }

  /**
   * A view of the same samples under these names.
   *
   * @throws IllegalArgumentException if there are not as many names as samples
   */
  default Dataset withSampleNames(List<String> names) {
    return new NamedView(this, names);
  }

  /**
   * The same samples with every number as it is stored: bytes as 0 to 255, where they are otherwise
   * gathered as 0 to 1.
   */
  default Dataset asStored() {
    return this;
  }

  /**
   * A view of the same samples whose features were made of these columns.
   *
   * @throws IllegalArgumentException if the groups are of another number of features
   */
  default Dataset withFeatureGroups(FeatureGroups groups) {
    int last = groups.starts()[groups.columns()];
    if (last != features()) {
      throw new IllegalArgumentException(
          "groups of %d features for samples of %d".formatted(last, features()));
    }
    return new GroupedView(this, groups);
  }

  /** A view of the same samples whose {@link #source()} is called otherwise. */
  default Dataset from(String source) {
    return new RenamedView(this, source);
  }

  /**
   * A view of these rows in this order (rows may repeat); it has the labels of its rows.
   *
   * @throws IndexOutOfBoundsException if a row number is not in {@code 0 … size() - 1}
   */
  default Dataset subset(int[] rows) {
    return new SubsetView(this, rows);
  }

  /**
   * A view of the same samples with these labels in place of its own.
   *
   * @throws IllegalArgumentException if there are not as many labels as samples
   */
  default Dataset withLabels(Labels labels) {
    return new LabelledView(this, labels);
  }

  /** Sample {@code i} as floats; for convenience, not for speed. */
  default float[] row(int i) {
    float[] row = new float[features()];
    gather(new int[] {i}, 0, 1, MemorySegment.ofArray(row));
    return row;
  }

  /** All samples as floats, {@code [size][features]}; for small data. */
  default float[][] rows() {
    float[][] rows = new float[size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(i);
    }
    return rows;
  }

  /**
   * Vectors from memory.
   *
   * @param rows {@code [samples][features]}, at least one of each, all of the same length; copied
   * @throws IllegalArgumentException if there are none or their lengths differ
   */
  static Dataset of(float[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException("a dataset needs at least one row and one feature");
    }
    int features = rows[0].length;
    MemorySegment values = Storage.allocate((long) rows.length * features * Float.BYTES);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != features) {
        throw new IllegalArgumentException(
            "row %d has %d features where row 0 has %d".formatted(i, rows[i].length, features));
      }
      long offset = (long) i * features * Float.BYTES;
      MemorySegment.copy(rows[i], 0, values, ValueLayout.JAVA_FLOAT, offset, features);
    }
    return new FloatSamples(values, rows.length, SampleShape.vector(features), "memory");
  }

  /**
   * Samples of any shape from memory.
   *
   * @param values the samples one after the other; copied
   * @throws IllegalArgumentException if {@code values} is not a whole number of samples, at least 1
   */
  static Dataset ofFloats(float[] values, SampleShape shape) {
    int size = Storage.samplesIn(values.length, shape);
    MemorySegment copy = Storage.allocate((long) values.length * Float.BYTES);
    MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
    return new FloatSamples(copy, size, shape, "memory");
  }

  /**
   * Samples that stay where they are; not copied, so whoever changes the memory changes them.
   *
   * @param floats the samples one after the other, float32 in native byte order; they can be read
   *     as long as this memory can
   * @throws IllegalArgumentException if {@code floats} is not a whole number of samples
   */
  static Dataset over(MemorySegment floats, SampleShape shape) {
    long size = floats.byteSize() / ((long) shape.features() * Float.BYTES);
    return new FloatSamples(floats, Math.toIntExact(size), shape, "memory");
  }

  /**
   * Samples stored as unsigned bytes, gathered as {@code value / 255}.
   *
   * @param values the samples one after the other; copied
   * @throws IllegalArgumentException if {@code values} is not a whole number of samples, at least 1
   */
  static Dataset ofBytes(byte[] values, SampleShape shape) {
    int size = Storage.samplesIn(values.length, shape);
    MemorySegment copy = Storage.allocate(values.length);
    MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_BYTE, 0, values.length);
    return new ByteSamples(copy, size, shape, "memory");
  }
}
