package dev.hourglass.engine.tensor;

/**
 * What a row of numbers is where it has a place in the plane: height × width × channels, the
 * channels of a place beside each other. A row without a plane, such as a signal, has height 1.
 *
 * @param height at least 1
 * @param width at least 1
 * @param channels numbers at each place; at least 1
 */
public record FeatureMap(int height, int width, int channels) {
  /** Refuses lengths below 1 and more numbers than an int counts. */
  public FeatureMap {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "a feature map has no side below 1, but was " + text(height, width, channels));
    }
    if ((long) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          text(height, width, channels) + " are more numbers than a row holds");
    }
  }

  /** Numbers in a row. */
  public int size() {
    return height * width * channels;
  }

  /** Places in the plane. */
  public int places() {
    return height * width;
  }

  /** The same plane with other channels. */
  public FeatureMap withChannels(int channels) {
    return new FeatureMap(height, width, channels);
  }

  @Override
  public String toString() {
    return text(height, width, channels);
  }

  private static String text(int height, int width, int channels) {
    return height + "×" + width + "×" + channels;
  }
}
