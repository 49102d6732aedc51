package dev.hourglass.data.read;

import dev.hourglass.data.dataset.RowOrder;

/** Which samples remain under {@link ReadOptions#limit()}. */
final class SampleLimit {
  private SampleLimit() {}

  /** Evenly spread over all of them, so that data sorted by class keeps every class. */
  static int[] rows(int size, ReadOptions options) {
    return RowOrder.spread(size, options.limit().orElse(size));
  }

  static RawData apply(RawData raw, ReadOptions options) {
    boolean cuts = options.limit().isPresent() && options.limit().getAsInt() < raw.size();
    return cuts ? raw.subset(rows(raw.size(), options)) : raw;
  }
}
