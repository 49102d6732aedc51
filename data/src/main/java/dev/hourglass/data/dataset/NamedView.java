package dev.hourglass.data.dataset;

import java.util.Arrays;
import java.util.List;

/** Another dataset's samples under names of their own. */
record NamedView(Dataset samples, List<String> sampleNames) implements SameRowsView {
  NamedView {
    if (sampleNames.size() != samples.size()) {
      throw new IllegalArgumentException(
          "%d names for %d samples".formatted(sampleNames.size(), samples.size()));
    }
    sampleNames = List.copyOf(sampleNames);
  }

  @Override
  public Dataset asStored() {
    return samples.asStored().withSampleNames(sampleNames);
  }

  @Override
  public Dataset drawnIn(int epoch) {
    return samples.drawnIn(epoch).withSampleNames(sampleNames);
  }

  @Override
  public Dataset subset(int[] rows) {
    return samples
        .subset(rows)
        .withSampleNames(Arrays.stream(rows).mapToObj(sampleNames::get).toList());
  }
}
