package dev.hourglass.data.picture;

/**
 * A size in pixels.
 *
 * @param width 1 to 16384
 * @param height 1 to 16384
 */
public record ImageSize(int width, int height) {
  private static final int LARGEST = 16384;

  /**
   * @throws IllegalArgumentException if a length lies outside its range
   */
  public ImageSize {
    if (width < 1 || height < 1 || width > LARGEST || height > LARGEST) {
      throw new IllegalArgumentException(
          "an image size must lie between 1x1 and %1$dx%1$d, but was %2$dx%3$d"
              .formatted(LARGEST, width, height));
    }
  }

  /**
   * Reads {@code 64x48} (width, height) or {@code 64} (both).
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  public static ImageSize parse(String text) {
    String[] parts = text.strip().split("[x×]", -1);
    try {
      if (parts.length <= 2) {
        int width = Integer.parseInt(parts[0]);
        return new ImageSize(width, parts.length == 1 ? width : Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for everything that is no size
    }
    throw new IllegalArgumentException(
        "expected a size such as 64x48 (width, height), but was '" + text + "'");
  }

  /** Whether an image of this size can be cut out of one of another. */
  boolean liesWithin(ImageSize other) {
    return width <= other.width && height <= other.height;
  }

  /** The largest size of these proportions that lies within another. */
  ImageSize grownWithin(ImageSize other) {
    double scale = Math.min((double) other.width / width, (double) other.height / height);
    return new ImageSize(
        Math.clamp(Math.round(width * scale), 1, other.width),
        Math.clamp(Math.round(height * scale), 1, other.height));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
