package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Shape;

/**
 * What a convolution makes of what: out[y, x, f] = Σ over taps (i, j) and channels c of in[y · s −
 * p + i · d, x · s − p + j · d, c] · W[(i, j, c), f]. The weight is {@code [taps · channels,
 * filters]}, taps row by row.
 *
 * @param in the plane it reads
 * @param vertical how it slides along the height
 * @param horizontal how it slides along the width
 * @param filters channels it puts out; at least 1
 */
public record ConvolutionShape(FeatureMap in, Window vertical, Window horizontal, int filters) {
  /** Refuses windows that do not fit, and no filters. */
  public ConvolutionShape {
    new FeatureMap(vertical.outputs(in.height()), horizontal.outputs(in.width()), filters);
  }

  /** The plane it writes. */
  public FeatureMap out() {
    return new FeatureMap(vertical.outputs(in.height()), horizontal.outputs(in.width()), filters);
  }

  /** Taps of a filter. */
  public int taps() {
    return vertical.size() * horizontal.size();
  }

  /** {@code [taps · channels, filters]}. */
  public Shape weight() {
    return new Shape(taps() * in.channels(), filters);
  }

  /** Multiplications a row takes, those with imagined zeros among them. */
  public long multiplications() {
    return (long) out().places() * weight().size();
  }

  @Override
  public String toString() {
    return "%s by %d×%d into %s".formatted(in, vertical.size(), horizontal.size(), out());
  }
}
