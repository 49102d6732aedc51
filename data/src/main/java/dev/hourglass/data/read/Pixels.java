package dev.hourglass.data.read;

/**
 * One decoded image: interleaved rows of unsigned bytes, one channel or three.
 *
 * @param width pixels per row
 * @param height rows
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param values {@code height × width × channels}
 */
@SuppressWarnings("ArrayRecordComponent") // passes from the decoder to storage, never compared
record Pixels(int width, int height, int channels, byte[] values) {

  /** ITU-R BT.601 luma in 16-bit fixed point, rounded: what PIL and JPEG mean by grey. */
  private static final int RED = 19595;

  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  Pixels toGrey() {
    if (channels == 1) {
      return this;
    }
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      int red = values[3 * i] & 0xFF;
      int green = values[3 * i + 1] & 0xFF;
      int blue = values[3 * i + 2] & 0xFF;
      grey[i] = (byte) ((RED * red + GREEN * green + BLUE * blue + 0x8000) >> 16);
    }
    return new Pixels(width, height, 1, grey);
  }

  Pixels toRgb() {
    if (channels == 3) {
      return this;
    }
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < values.length; i++) {
      rgb[3 * i] = values[i];
      rgb[3 * i + 1] = values[i];
      rgb[3 * i + 2] = values[i];
    }
    return new Pixels(width, height, 3, rgb);
  }

  /**
   * Brings the image to another size. Each new pixel is a mean of the old ones under a triangle as
   * wide as the step between new pixels, so that shrinking averages and enlarging interpolates.
   */
  Pixels resized(ReadOptions.Size size) {
    if (size.width() == width && size.height() == height) {
      return this;
    }
    float[] all = new float[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i] & 0xFF;
    }
    float[] narrowed = new float[size.width() * height * channels];
    Taps across = Taps.of(width, size.width());
    for (int y = 0; y < height; y++) {
      across.apply(
          all,
          y * width * channels,
          channels,
          1,
          channels,
          narrowed,
          y * size.width() * channels,
          channels);
    }
    float[] result = new float[size.width() * size.height() * channels];
    Taps down = Taps.of(height, size.height());
    int rowLength = size.width() * channels;
    down.apply(narrowed, 0, rowLength, 1, rowLength, result, 0, rowLength);
    byte[] bytes = new byte[result.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.clamp(Math.round(result[i]), 0, 255);
    }
    return new Pixels(size.width(), size.height(), channels, bytes);
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
    void apply(
        float[] from, int at, int step, int stride, int count, float[] to, int into, int toStep) {
      for (int i = 0; i < first.length; i++) {
        for (int c = 0; c < count; c++) {
          float sum = 0;
          for (int k = 0; k < weights[i].length; k++) {
            sum += weights[i][k] * from[at + (first[i] + k) * step + c * stride];
          }
          to[into + i * toStep + c] = sum;
        }
      }
    }
  }
}
