package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Some rows of another dataset, by reference. */
final class SubsetView implements RowSamples, DatasetView {
  private final Dataset samples;
  private final int[] rows;
  private final Optional<Labels> labels;

  SubsetView(Dataset samples, int[] rows) {
    this.samples = samples;
    this.rows = rows.clone();
    for (int row : rows) {
      Objects.checkIndex(row, samples.size());
    }
    this.labels = samples.labels().map(l -> l.subset(rows));
  }

  @Override
  public Dataset samples() {
    return samples;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public Optional<Labels> labels() {
    return labels;
  }

  @Override
  public List<String> sampleNames() {
    List<String> names = samples.sampleNames();
    return names.isEmpty() ? names : Arrays.stream(rows).mapToObj(names::get).toList();
  }

  /** The other's, where whole groups were chosen. */
  @Override
  public int groupSize() {
    int group = samples.groupSize();
    boolean whole = rows.length % group == 0;
    for (int i = 0; whole && i < rows.length; i++) {
      whole = rows[i] % group == i % group && rows[i] / group == rows[i - i % group] / group;
    }
    return whole ? group : 1;
  }

  @Override
  public Dataset drawnIn(int epoch) {
    Dataset drawn = samples.drawnIn(epoch);
    return drawn == samples ? this : new SubsetView(drawn, rows);
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    RowSamples.copyRow(samples, rows[Objects.checkIndex(row, rows.length)], into, at);
  }

  @Override
  public boolean exceedsFloat32() {
    return samples.exceedsFloat32();
  }

  @Override
  public void copyDoubles(int row, double[] into) {
    samples.copyDoubles(rows[Objects.checkIndex(row, rows.length)], into);
  }

  @Override
  public Dataset asStored() {
    return new SubsetView(samples.asStored(), rows);
  }

  /** Samples that are none of ours cost an array of row numbers each time. */
  @Override
  public void gather(int[] chosen, int from, int count, MemorySegment into) {
    if (samples instanceof RowSamples own) {
      own.gatherThrough(rows, chosen, from, count, into);
    } else {
      samples.gather(translated(chosen, from, count), 0, count, into);
    }
  }

  /** Views of views are flattened so that a gather never takes more than one step. */
  @Override
  public Dataset subset(int[] chosen) {
    return new SubsetView(samples, translated(chosen, 0, chosen.length));
  }

  private int[] translated(int[] chosen, int from, int count) {
    Objects.checkFromIndexSize(from, count, chosen.length);
    int[] translated = new int[count];
    for (int i = 0; i < count; i++) {
      translated[i] = rows[chosen[from + i]];
    }
    return translated;
  }
}
