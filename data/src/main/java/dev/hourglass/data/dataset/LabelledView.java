package dev.hourglass.data.dataset;

import java.util.Optional;

/** Another dataset's samples under new labels. */
record LabelledView(Dataset samples, Optional<Labels> labels) implements SameRowsView {
  LabelledView(Dataset samples, Labels labels) {
    if (labels.size() != samples.size()) {
      throw new IllegalArgumentException(
          "%d labels for %d samples".formatted(labels.size(), samples.size()));
    }
    this(samples, Optional.of(labels));
  }

  @Override
  public Dataset asStored() {
    return samples.asStored().withLabels(labels.orElseThrow());
  }

  @Override
  public Dataset drawnIn(int epoch) {
    return samples.drawnIn(epoch).withLabels(labels.orElseThrow());
  }

  @Override
  public Dataset subset(int[] rows) {
    return samples.subset(rows).withLabels(labels.orElseThrow().subset(rows));
  }
}
