package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;

/**
 * What an image looks like from afar: of each cell of a grid of 8 × 8 the mean of every channel and
 * how rough it is, the logarithm of the mean gradient.
 */
final class CoarseCode {
  private static final int CELLS = 8;

  /** Of an even cell: less is nothing that could be seen. */
  private static final double EVEN = 0.003;

  /** What part of a side an image is moved by. */
  private static final int MOVES = 32;

  private CoarseCode() {}

  static int size(SampleShape shape) {
    return CELLS * CELLS * (shape.channels() + 1);
  }

  static float[] of(float[] image, SampleShape shape) {
    int height = shape.height();
    int width = shape.width();
    int channels = shape.channels();
    float[] code = new float[size(shape)];
    int numbers = channels + 1;
    for (int cell = 0; cell < CELLS * CELLS; cell++) {
      int top = cell / CELLS * height / CELLS;
      int bottom = (cell / CELLS + 1) * height / CELLS;
      int left = cell % CELLS * width / CELLS;
      int right = (cell % CELLS + 1) * width / CELLS;
      int places = (bottom - top) * (right - left);
      double rough = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          int at = (y * width + x) * channels;
          int below = y + 1 < height ? at + width * channels : at;
          int beside = x + 1 < width ? at + channels : at;
          for (int c = 0; c < channels; c++) {
            code[cell * numbers + c] += image[at + c] / places;
            rough +=
                (Math.abs(image[below + c] - image[at + c])
                        + Math.abs(image[beside + c] - image[at + c]))
                    / channels
                    / places;
          }
        }
      }
      code[cell * numbers + channels] = (float) Math.log(rough + EVEN);
    }
    return code;
  }

  /** Of an image and of what it is, moved by a thirty-second of its sides in eight directions. */
  static float[][] ofMoved(float[] image, SampleShape shape) {
    float[][] codes = new float[9][];
    int y = Math.max(1, shape.height() / MOVES);
    int x = Math.max(1, shape.width() / MOVES);
    for (int i = 0; i < codes.length; i++) {
      codes[i] = of(moved(image, shape, (i / 3 - 1) * y, (i % 3 - 1) * x), shape);
    }
    return codes;
  }

  /** The edge goes on where nothing is known. */
  private static float[] moved(float[] image, SampleShape shape, int down, int right) {
    int channels = shape.channels();
    float[] moved = new float[image.length];
    for (int y = 0; y < shape.height(); y++) {
      int fromY = Math.clamp(y - down, 0, shape.height() - 1);
      for (int x = 0; x < shape.width(); x++) {
        int fromX = Math.clamp(x - right, 0, shape.width() - 1);
        System.arraycopy(
            image,
            (fromY * shape.width() + fromX) * channels,
            moved,
            (y * shape.width() + x) * channels,
            channels);
      }
    }
    return moved;
  }
}
