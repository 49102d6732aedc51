package dev.hourglass.tasks.evaluate;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.rows.AlteredSamples;

/**
 * A slight change of an image that leaves it the same picture to a person. What comes in over the
 * edge repeats the edge.
 */
public enum Disturbance {
  /** Turned by 10° about its centre, bilinear. */
  ROTATED("rotated by 10°"),
  /** One pixel to the right. */
  SHIFTED("shifted by 1 pixel"),
  /** Convolved with a Gaussian of σ = 1 pixel. */
  BLURRED("blurred, σ = 1 pixel"),
  /** With Gaussian noise of σ = 0.1 added. */
  NOISY("noise, σ = 0.1");

  private static final double ANGLE = Math.toRadians(10);
  private static final double BLUR = 1;
  private static final int BLUR_RADIUS = 3;
  private static final double SIGMA = 0.1;

  private final String text;

  Disturbance(String text) {
    this.text = text;
  }

  /** A few words for people. */
  public String text() {
    return text;
  }

  /**
   * A view of images, each disturbed.
   *
   * @throws IllegalArgumentException if the samples are no images
   */
  public Dataset applyTo(Dataset images, long seed) {
    SampleShape shape = images.shape();
    if (!shape.isImage()) {
      throw new IllegalArgumentException(
          "only images can be " + text + ", but a sample here has " + shape);
    }
    long key = Noise.key(seed, NoisePurpose.DISTURBANCE, 0, 0);
    return new AlteredSamples(images, (row, sample) -> alter(shape, key, row, sample));
  }

  private void alter(SampleShape shape, long key, int row, Tensor sample) {
    float[] in = sample.row(0);
    float[] out = new float[in.length];
    switch (this) {
      case ROTATED -> rotate(shape, in, out);
      case SHIFTED -> shift(shape, in, out);
      case BLURRED -> blur(shape, in, out);
      case NOISY -> {
        for (int i = 0; i < in.length; i++) {
          out[i] = (float) (in[i] + SIGMA * Noise.normal(key, row * in.length + i));
        }
      }
    }
    for (int i = 0; i < out.length; i++) {
      sample.set(i, out[i]);
    }
  }

  private static void rotate(SampleShape shape, float[] in, float[] out) {
    double cos = Math.cos(ANGLE);
    double sin = Math.sin(ANGLE);
    double middleX = (shape.width() - 1) / 2.0;
    double middleY = (shape.height() - 1) / 2.0;
    for (int y = 0, at = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        double fromX = middleX + cos * (x - middleX) + sin * (y - middleY);
        double fromY = middleY - sin * (x - middleX) + cos * (y - middleY);
        for (int c = 0; c < shape.channels(); c++) {
          out[at++] = bilinear(shape, in, fromX, fromY, c);
        }
      }
    }
  }

  private static float bilinear(SampleShape shape, float[] in, double x, double y, int c) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    return (float)
        ((1 - down)
                * ((1 - right) * at(shape, in, left, top, c)
                    + right * at(shape, in, left + 1, top, c))
            + down
                * ((1 - right) * at(shape, in, left, top + 1, c)
                    + right * at(shape, in, left + 1, top + 1, c)));
  }

  private static void shift(SampleShape shape, float[] in, float[] out) {
    for (int y = 0, at = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          out[at++] = at(shape, in, x - 1, y, c);
        }
      }
    }
  }

  /** Two passes, because a Gaussian is a product of one along each axis. */
  private static void blur(SampleShape shape, float[] in, float[] out) {
    float[] between = new float[in.length];
    blurAlong(shape, in, between, 1, 0);
    blurAlong(shape, between, out, 0, 1);
  }

  private static void blurAlong(SampleShape shape, float[] in, float[] out, int dx, int dy) {
    double[] weights = new double[2 * BLUR_RADIUS + 1];
    double total = 0;
    for (int k = -BLUR_RADIUS; k <= BLUR_RADIUS; k++) {
      weights[k + BLUR_RADIUS] = Math.exp(-k * k / (2 * BLUR * BLUR));
      total += weights[k + BLUR_RADIUS];
    }
    for (int y = 0, at = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          double sum = 0;
          for (int k = -BLUR_RADIUS; k <= BLUR_RADIUS; k++) {
            sum += weights[k + BLUR_RADIUS] * at(shape, in, x + k * dx, y + k * dy, c);
          }
          out[at++] = (float) (sum / total);
        }
      }
    }
  }

  private static float at(SampleShape shape, float[] image, int x, int y, int c) {
    int column = Math.clamp(x, 0, shape.width() - 1);
    int line = Math.clamp(y, 0, shape.height() - 1);
    return image[(line * shape.width() + column) * shape.channels() + c];
  }
}
