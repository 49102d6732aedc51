package dev.hourglass.data;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;

/** Some rows of another dataset, by reference. */
final class SubsetView implements RowSamples, DatasetView {
  private final Dataset whole;
  private final int[] rows;
  private final Optional<Labels> labels;

  SubsetView(Dataset whole, int[] rows) {
    this.whole = whole;
    this.rows = rows.clone();
    for (int row : rows) {
      Objects.checkIndex(row, whole.size());
    }
    this.labels = whole.labels().map(l -> l.subset(rows));
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public Dataset samples() {
    return whole;
  }

  @Override
  public Optional<Labels> labels() {
    return labels;
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    RowSamples.copyRow(whole, rows[Objects.checkIndex(row, rows.length)], into, at);
  }

  @Override
  public void gather(int[] chosen, int from, int count, MemorySegment into) {
    if (whole instanceof RowSamples samples) {
      samples.gatherThrough(rows, chosen, from, count, into);
    } else {
      RowSamples.super.gather(chosen, from, count, into);
    }
  }

  /** Views of views are flattened so that a gather never takes more than one step. */
  @Override
  public Dataset subset(int[] chosen) {
    int[] translated = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      translated[i] = rows[chosen[i]];
    }
    return new SubsetView(whole, translated);
  }
}
