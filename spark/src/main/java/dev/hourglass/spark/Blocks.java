package dev.hourglass.spark;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.data.dataset.FloatSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Samples on the heap, so that Spark can keep, spill and send them: all numbers of all rows, or of
 * each row only those that are there.
 *
 * @param values the numbers, row after row
 * @param indices the feature of each number where only some are there, else none
 * @param offsets where each row's numbers begin, and one more; none where all are there
 * @param width features of a sample
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
record Blocks(float[] values, int[] indices, int[] offsets, int width) implements Serializable {
  /** The most numbers that an array can hold. */
  private static final long MOST = Integer.MAX_VALUE - 8L;

  /** A copy of a dataset's samples; sparse ones stay it where they may. */
  static Blocks of(Dataset samples, boolean mayBeSparse) {
    return samples instanceof SparseSamples sparse && mayBeSparse
        ? ofSparse(sparse)
        : dense(samples);
  }

  private static Blocks dense(Dataset samples) {
    long numbers = (long) samples.size() * samples.features();
    checkFits(numbers, samples.size());
    float[] values = new float[(int) numbers];
    int[] order = new int[samples.size()];
    Arrays.setAll(order, i -> i);
    samples.gather(order, 0, order.length, MemorySegment.ofArray(values));
    return new Blocks(values, new int[0], new int[0], samples.features());
  }

  private static Blocks ofSparse(SparseSamples samples) {
    checkFits(samples.entries(), samples.size());
    float[] values = new float[(int) samples.entries()];
    int[] indices = new int[values.length];
    int[] offsets = new int[samples.size() + 1];
    int[] at = {0};
    for (int row = 0; row < samples.size(); row++) {
      samples.visit(
          row,
          (index, value) -> {
            indices[at[0]] = index;
            values[at[0]++] = value;
          });
      offsets[row + 1] = at[0];
    }
    return new Blocks(values, indices, offsets, samples.features());
  }

  private static void checkFits(long numbers, int rows) {
    if (numbers > MOST) {
      throw new IllegalArgumentException(
          "a partition of %,d rows has %,d numbers, more than an array holds; set numPartitions to more"
              .formatted(rows, numbers));
    }
  }

  /** Samples of all of them, one behind the other; sparse where all are. */
  static Blocks joined(List<Blocks> parts) {
    int width = parts.getFirst().width;
    int rows = parts.stream().mapToInt(Blocks::rows).sum();
    boolean sparse = parts.stream().allMatch(part -> part.offsets.length > 0);
    long numbers =
        sparse ? parts.stream().mapToLong(part -> part.values.length).sum() : (long) rows * width;
    checkFits(numbers, rows);
    float[] values = new float[(int) numbers];
    int[] indices = new int[sparse ? values.length : 0];
    int[] offsets = new int[sparse ? rows + 1 : 0];
    int row = 0;
    int at = 0;
    for (Blocks part : parts) {
      if (sparse) {
        System.arraycopy(part.values, 0, values, at, part.values.length);
        System.arraycopy(part.indices, 0, indices, at, part.values.length);
        for (int r = 1; r <= part.rows(); r++) {
          offsets[row + r] = at + part.offsets[r];
        }
        at += part.values.length;
      } else {
        part.copyDense(values, at);
        at += part.rows() * width;
      }
      row += part.rows();
    }
    return new Blocks(values, indices, offsets, width);
  }

  private void copyDense(float[] into, int at) {
    if (offsets.length == 0) {
      System.arraycopy(values, 0, into, at, values.length);
      return;
    }
    for (int row = 0; row < rows(); row++) {
      for (int e = offsets[row]; e < offsets[row + 1]; e++) {
        into[at + row * width + indices[e]] = values[e];
      }
    }
  }

  /** These rows in this order. */
  Blocks at(int[] chosen) {
    Dataset some = samples(SampleShape.vector(width)).subset(chosen);
    return of(some, true);
  }

  int rows() {
    return offsets.length > 0 ? offsets.length - 1 : values.length / width;
  }

  /** The samples. */
  Dataset samples(SampleShape shape) {
    if (offsets.length == 0) {
      return new FloatSamples(MemorySegment.ofArray(values), rows(), shape, "a partition");
    }
    SparseBuilder builder = SparseSamples.builder(width).source("a partition");
    for (int row = 0; row < rows(); row++) {
      builder.add(
          Arrays.copyOfRange(indices, offsets[row], offsets[row + 1]),
          Arrays.copyOfRange(values, offsets[row], offsets[row + 1]));
    }
    return builder.build();
  }

  /** The samples that a preparation made, with what it knows of their features. */
  Dataset samples(Preparation preparation) {
    Dataset plain = samples(preparation.outputShape());
    return preparation.isTable()
        ? plain.withFeatureGroups(FeatureGroups.of(preparation.columnOfFeature()))
        : plain;
  }

  /** The least and the most of all numbers, those that are not there being 0. */
  double[] range() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    boolean hasGaps = (long) rows() * width > values.length;
    return hasGaps
        ? new double[] {Math.min(0, least), Math.max(0, most)}
        : new double[] {least, most};
  }
}
