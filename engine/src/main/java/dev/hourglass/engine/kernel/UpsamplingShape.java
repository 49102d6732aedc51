package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.FeatureMap;

/**
 * What an upsampling makes of what. Along a side, output place q · factor + phase is (1 − weight) ·
 * input {@link #lower} + weight · input {@link #upper}, with a weight that only depends on the
 * phase.
 *
 * @param in the plane it reads
 * @param vertical how many lines a line becomes; at least 1
 * @param horizontal how many places a place of a line becomes; at least 1
 */
public record UpsamplingShape(Upsampling kind, FeatureMap in, int vertical, int horizontal) {

  /** Refuses factors below 1, and planes of more numbers than a row holds. */
  public UpsamplingShape {
    if (vertical < 1 || horizontal < 1) {
      throw new IllegalArgumentException(
          "upsampling is by 1 or more, but was by %d and %d".formatted(vertical, horizontal));
    }
    wider(in, vertical, horizontal);
  }

  private static FeatureMap wider(FeatureMap in, int vertical, int horizontal) {
    return new FeatureMap(
        Math.multiplyExact(in.height(), vertical),
        Math.multiplyExact(in.width(), horizontal),
        in.channels());
  }

  /** The plane it writes. */
  public FeatureMap out() {
    return wider(in, vertical, horizontal);
  }

  /** The nearest input at or before an output's centre. */
  public int lower(int q, int phase, int factor) {
    return Math.max(0, q + shift(phase, factor));
  }

  /** The nearest input behind an output's centre; {@link #lower} where the weight is 0. */
  public int upper(int q, int phase, int factor, int inputs) {
    return weight(phase, factor) == 0
        ? lower(q, phase, factor)
        : Math.min(inputs - 1, q + shift(phase, factor) + 1);
  }

  /** The share of {@link #upper}. */
  public double weight(int phase, int factor) {
    return switch (kind) {
      case NEAREST -> 0;
      case BILINEAR -> Math.floorMod(centre(phase, factor), 2 * factor) / (2.0 * factor);
    };
  }

  private int shift(int phase, int factor) {
    return switch (kind) {
      case NEAREST -> 0;
      case BILINEAR -> Math.floorDiv(centre(phase, factor), 2 * factor);
    };
  }

  /** How far an output's centre is behind that of input q, in parts of 2 · factor. */
  private static int centre(int phase, int factor) {
    return 2 * phase + 1 - factor;
  }

  @Override
  public String toString() {
    return "%s into %s".formatted(in, out());
  }
}
