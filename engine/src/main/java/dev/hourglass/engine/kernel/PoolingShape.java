package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.FeatureMap;

/**
 * What a pooling makes of what: every output place sees a rectangle of the plane, of which one
 * number a channel is kept.
 *
 * @param in the plane it reads
 * @param vertical how the window slides along the height
 * @param horizontal how it slides along the width
 */
public record PoolingShape(Pooling kind, FeatureMap in, Window vertical, Window horizontal) {

  /** Refuses windows that do not fit, have gaps, or may see nothing but padding. */
  public PoolingShape {
    new FeatureMap(vertical.outputs(in.height()), horizontal.outputs(in.width()), in.channels());
    requireSeeing(vertical);
    requireSeeing(horizontal);
  }

  private static void requireSeeing(Window window) {
    if (window.dilation() != 1) {
      throw new IllegalArgumentException(
          "a pooling's window has no gaps, but its dilation was " + window.dilation());
    }
    if (Math.max(window.before(), window.after()) >= window.size()) {
      throw new IllegalArgumentException(
          "a window of %d with padding of %d and %d would see nothing but padding"
              .formatted(window.size(), window.before(), window.after()));
    }
  }

  /** One window that is the whole plane. */
  public static PoolingShape global(Pooling kind, FeatureMap in) {
    return new PoolingShape(
        kind, in, Window.valid(in.height(), 1, 1), Window.valid(in.width(), 1, 1));
  }

  /** The plane it writes. */
  public FeatureMap out() {
    return new FeatureMap(
        vertical.outputs(in.height()), horizontal.outputs(in.width()), in.channels());
  }

  /** The first line that output line {@code y} sees. */
  public int top(int y) {
    return Math.max(0, y * vertical.stride() - vertical.before());
  }

  /** One past the last line that output line {@code y} sees. */
  public int bottom(int y) {
    return Math.min(in.height(), y * vertical.stride() - vertical.before() + vertical.size());
  }

  /** The first place in a line that output place {@code x} sees. */
  public int left(int x) {
    return Math.max(0, x * horizontal.stride() - horizontal.before());
  }

  /** One past the last place in a line that output place {@code x} sees. */
  public int right(int x) {
    return Math.min(in.width(), x * horizontal.stride() - horizontal.before() + horizontal.size());
  }

  @Override
  public String toString() {
    return "%s of %d×%d over %s into %s"
        .formatted(
            kind == Pooling.MAXIMUM ? "maximum" : "average",
            vertical.size(),
            horizontal.size(),
            in,
            out());
  }
}
