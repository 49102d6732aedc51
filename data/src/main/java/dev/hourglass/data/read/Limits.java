package dev.hourglass.data.read;

import java.util.OptionalInt;

/** Which samples remain under {@link ReadOptions#limit()}. */
public final class Limits {
  private Limits() {}

  /** Evenly spread over all of them, so that data sorted by class keeps every class. */
  public static int[] rows(int size, ReadOptions options) {
    OptionalInt limit = options.limit();
    int count = limit.isPresent() ? Math.min(limit.getAsInt(), size) : size;
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = (int) ((long) i * size / count);
    }
    return rows;
  }

  public static RawData apply(RawData raw, ReadOptions options) {
    boolean cuts = options.limit().isPresent() && options.limit().getAsInt() < raw.size();
    return cuts ? raw.subset(rows(raw.size(), options)) : raw;
  }
}
