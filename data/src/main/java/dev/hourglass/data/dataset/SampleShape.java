package dev.hourglass.data.dataset;

/**
 * What one sample looks like: an image of {@code height × width} pixels with {@code channels}
 * values each, or a plain vector of features.
 *
 * <p>A sample is always stored flat. An image is row-major with its channels interleaved: the value
 * of channel {@code c} at {@code (x, y)} is feature {@code (y * width + x) * channels + c}. A
 * vector of {@code n} features is the shape {@code 1 × 1 × n}; a one-channel image of height 1 is
 * therefore the same as a vector.
 *
 * @param channels values per pixel, at least 1
 * @param height rows of pixels, at least 1
 * @param width pixels per row (or the number of features of a vector), at least 1
 */
public record SampleShape(int channels, int height, int width) {

  /**
   * @throws IllegalArgumentException if a length is below 1 or their product exceeds an int
   */
  public SampleShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a sample shape needs channels, height and width of at least 1, but was %d channels, "
                  .formatted(channels)
              + "height %d, width %d".formatted(height, width));
    }
    long features = (long) channels * height;
    if (features > Integer.MAX_VALUE || features * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a sample of %d×%d×%d has more than %d features"
              .formatted(height, width, channels, Integer.MAX_VALUE));
    }
  }

  /** The shape of a vector of {@code features} numbers. */
  public static SampleShape vector(int features) {
    return new SampleShape(1, 1, features);
  }

  /** The shape of an image. */
  public static SampleShape image(int channels, int height, int width) {
    return new SampleShape(channels, height, width);
  }

  /** How many numbers a sample has: {@code channels * height * width}. */
  public int features() {
    return channels * height * width;
  }

  /** Whether samples are pictures, that is, have more than one row or channel. */
  public boolean isImage() {
    return height > 1 || channels > 1;
  }

  /** The ASCII form kept in files: {@code 28x28x1} (height, width, channels) or {@code 38}. */
  public String text() {
    return isImage() ? height + "x" + width + "x" + channels : Integer.toString(width);
  }

  /**
   * The inverse of {@link #text()}; {@code 28x28} is accepted for {@code 28x28x1}.
   *
   * @throws IllegalArgumentException if {@code text} is no such form
   */
  public static SampleShape parse(String text) {
    String[] parts = text.strip().split("x", -1);
    try {
      return switch (parts.length) {
        case 1 -> vector(Integer.parseInt(parts[0]));
        case 2 -> image(1, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        case 3 ->
            image(
                Integer.parseInt(parts[2]), Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        default -> throw new NumberFormatException();
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a sample shape such as 28x28x1 (height, width, channels) or 38, but was '"
              + text
              + "'",
          e);
    }
  }

  /** For people: {@code 28×28}, {@code 32×32×3} or {@code 38 features}. */
  @Override
  public String toString() {
    if (!isImage()) {
      return width == 1 ? "1 feature" : width + " features";
    }
    return channels == 1 ? height + "×" + width : height + "×" + width + "×" + channels;
  }
}
