package dev.hourglass.data.picture;

/**
 * One decoded image: interleaved rows of unsigned numbers, one channel or three.
 *
 * @param width pixels per row
 * @param height rows
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param bits of a number: 8 or 16
 * @param values {@code height × width × channels} numbers; those of 16 bits as two bytes, the high
 *     one first
 */
@SuppressWarnings("ArrayRecordComponent") // passes from the decoder to storage, never compared
record Pixels(int width, int height, int channels, int bits, byte[] values) {

  /** ITU-R BT.601 luma in 16-bit fixed point, rounded: what PIL and JPEG mean by grey. */
  private static final int RED = 19595;

  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  /** A black image to be filled. */
  static Pixels blank(int width, int height, int channels, int bits) {
    int numbers = Math.multiplyExact(Math.multiplyExact(width, height), channels);
    return new Pixels(
        width, height, channels, bits, new byte[Math.multiplyExact(numbers, bits / 8)]);
  }

  ImageSize size() {
    return new ImageSize(width, height);
  }

  /** What full brightness is. */
  int full() {
    return (1 << bits) - 1;
  }

  /** How many numbers there are. */
  int count() {
    return width * height * channels;
  }

  /** Number {@code i}, 0 to {@link #full()}. */
  int level(int i) {
    return bits == 8 ? values[i] & 0xFF : (values[2 * i] & 0xFF) << 8 | values[2 * i + 1] & 0xFF;
  }

  void set(int i, int level) {
    if (bits == 8) {
      values[i] = (byte) level;
    } else {
      values[2 * i] = (byte) (level >> 8);
      values[2 * i + 1] = (byte) level;
    }
  }

  Pixels toGrey() {
    if (channels == 1) {
      return this;
    }
    Pixels grey = blank(width, height, 1, bits);
    for (int i = 0; i < width * height; i++) {
      long luma =
          (long) RED * level(3 * i)
              + (long) GREEN * level(3 * i + 1)
              + (long) BLUE * level(3 * i + 2);
      grey.set(i, (int) (luma + 0x8000 >> 16));
    }
    return grey;
  }

  Pixels toRgb() {
    if (channels == 3) {
      return this;
    }
    Pixels rgb = blank(width, height, 3, bits);
    for (int i = 0; i < width * height; i++) {
      int level = level(i);
      rgb.set(3 * i, level);
      rgb.set(3 * i + 1, level);
      rgb.set(3 * i + 2, level);
    }
    return rgb;
  }

  /** Turned upright. */
  Pixels upright(Orientation orientation) {
    if (orientation.isUpright()) {
      return this;
    }
    boolean swaps = orientation.swapsAxes();
    Pixels turned = blank(swaps ? height : width, swaps ? width : height, channels, bits);
    int bytes = channels * bits / 8;
    for (int y = 0; y < turned.height; y++) {
      for (int x = 0; x < turned.width; x++) {
        int storedX = orientation.storedX(x, y, width, height);
        int storedY = orientation.storedY(x, y, width, height);
        System.arraycopy(
            values,
            (storedY * width + storedX) * bytes,
            turned.values,
            (y * turned.width + x) * bytes,
            bytes);
      }
    }
    return turned;
  }

  /**
   * The middle of the image, or of two middles the upper left one.
   *
   * @throws IllegalArgumentException if the size is larger than the image
   */
  Pixels cropped(ImageSize size) {
    if (size.equals(size())) {
      return this;
    }
    if (!size.liesWithin(size())) {
      throw new IllegalArgumentException(
          "%s cannot be cut out of an image of %s".formatted(size, size()));
    }
    Pixels middle = blank(size.width(), size.height(), channels, bits);
    int bytes = channels * bits / 8;
    int left = (width - size.width()) / 2;
    int top = (height - size.height()) / 2;
    for (int y = 0; y < middle.height; y++) {
      System.arraycopy(
          values,
          ((top + y) * width + left) * bytes,
          middle.values,
          y * middle.width * bytes,
          middle.width * bytes);
    }
    return middle;
  }

  /**
   * Brings the image to another size. Each new pixel is a mean of the old ones under a triangle as
   * wide as the step between new pixels, so that shrinking averages and enlarging interpolates.
   */
  Pixels resized(ImageSize size) {
    if (size.width() == width && size.height() == height) {
      return this;
    }
    // A row at a time: a photo is never there as floats.
    float[] row = new float[width * channels];
    float[] narrowed = new float[Math.multiplyExact(size.width() * channels, height)];
    Taps across = Taps.of(width, size.width());
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = level(y * row.length + i);
      }
      across.apply(row, channels, 1, channels, narrowed, y * size.width() * channels, channels);
    }
    int rowLength = size.width() * channels;
    float[] result = new float[rowLength * size.height()];
    Taps.of(height, size.height()).apply(narrowed, rowLength, 1, rowLength, result, 0, rowLength);
    Pixels resized = blank(size.width(), size.height(), channels, bits);
    for (int i = 0; i < result.length; i++) {
      resized.set(i, Math.clamp(Math.round(result[i]), 0, full()));
    }
    return resized;
  }

  /** For each new position, the old positions it is a mean of and their weights, along one axis. */
  @SuppressWarnings("ArrayRecordComponent") // local to one resize
  private record Taps(int[] first, float[][] weights) {

    static Taps of(int from, int to) {
      double step = (double) from / to;
      double reach = Math.max(1, step);
      int[] first = new int[to];
      float[][] weights = new float[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * step;
        int low = Math.max(0, (int) Math.floor(centre - reach + 0.5));
        int high = Math.min(from, (int) Math.floor(centre + reach + 0.5));
        float[] taps = new float[high - low];
        float sum = 0;
        for (int k = 0; k < taps.length; k++) {
          double distance = Math.abs(low + k + 0.5 - centre) / reach;
          taps[k] = (float) Math.max(0, 1 - distance);
          sum += taps[k];
        }
        for (int k = 0; k < taps.length; k++) {
          taps[k] /= sum;
        }
        first[i] = low;
        weights[i] = taps;
      }
      return new Taps(first, weights);
    }

    /** Old and new positions are {@code step} apart and consist of {@code count} values each. */
    void apply(float[] from, int step, int stride, int count, float[] to, int into, int toStep) {
      for (int i = 0; i < first.length; i++) {
        for (int c = 0; c < count; c++) {
          float sum = 0;
          for (int k = 0; k < weights[i].length; k++) {
            sum += weights[i][k] * from[(first[i] + k) * step + c * stride];
          }
          to[into + i * toStep + c] = sum;
        }
      }
    }
  }
}
