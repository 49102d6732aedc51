package dev.hourglass.data;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** Another dataset's samples under new labels. */
final class LabelledView implements RowSamples {
  private final Dataset samples;
  private final Optional<Labels> labels;

  LabelledView(Dataset samples, Labels labels) {
    if (labels.size() != samples.size()) {
      throw new IllegalArgumentException(
          "%d labels for %d samples".formatted(labels.size(), samples.size()));
    }
    this.samples = samples;
    this.labels = Optional.of(labels);
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public SampleShape shape() {
    return samples.shape();
  }

  @Override
  public Optional<Labels> labels() {
    return labels;
  }

  @Override
  public List<String> featureNames() {
    return samples.featureNames();
  }

  @Override
  public String source() {
    return samples.source();
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    RowSamples.copyRow(samples, row, into, at);
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    samples.gather(rows, from, count, into);
  }
}
