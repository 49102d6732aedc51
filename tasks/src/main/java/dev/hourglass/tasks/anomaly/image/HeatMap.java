package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;

/**
 * A map of deviations drawn over an image: orange where it exceeds a threshold, the stronger the
 * more, and nothing where the image is as normal ones are.
 *
 * @param shape the map's height and width
 * @param values of the map
 * @param threshold from which on there is something
 */
@SuppressWarnings("ArrayRecordComponent") // drawn and thrown away
public record HeatMap(SampleShape shape, float[] values, double threshold) {
  private static final float[] ORANGE = {0.94f, 0.42f, 0.05f};

  /** Just above the threshold, and as strong as it gets. */
  private static final double FAINT = 0.25;

  private static final double STRONG = 0.75;

  /** So many times the threshold is as strong as it gets. */
  private static final double MUCH = 4;

  /** An image of any size with the map over it, in colour. */
  public Picture over(Picture image) {
    Picture colored = image.toRgb();
    int height = image.shape().height();
    int width = image.shape().width();
    float[] drawn = colored.values().clone();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double value =
            at((y + 0.5) * shape.height() / height - 0.5, (x + 0.5) * shape.width() / width - 0.5);
        if (value <= threshold) {
          continue;
        }
        double share = Math.min(1, (value - threshold) / ((MUCH - 1) * Math.max(1, threshold)));
        double alpha = FAINT + (STRONG - FAINT) * share;
        int i = (y * width + x) * 3;
        for (int c = 0; c < 3; c++) {
          drawn[i + c] += (float) (alpha * (ORANGE[c] - drawn[i + c]));
        }
      }
    }
    return colored.withValues(drawn);
  }

  /** The map at another size. */
  public float[] resized(int height, int width) {
    float[] resized = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double down = (y + 0.5) * shape.height() / height - 0.5;
        double right = (x + 0.5) * shape.width() / width - 0.5;
        resized[y * width + x] = (float) at(down, right);
      }
    }
    return resized;
  }

  /** Between places it is linear. */
  private double at(double y, double x) {
    int top = Math.clamp((int) Math.floor(y), 0, shape.height() - 1);
    int left = Math.clamp((int) Math.floor(x), 0, shape.width() - 1);
    int bottom = Math.min(top + 1, shape.height() - 1);
    int right = Math.min(left + 1, shape.width() - 1);
    double v = Math.clamp(y - top, 0.0, 1.0);
    double u = Math.clamp(x - left, 0.0, 1.0);
    int w = shape.width();
    double above = values[top * w + left] * (1 - u) + values[top * w + right] * u;
    double below = values[bottom * w + left] * (1 - u) + values[bottom * w + right] * u;
    return above * (1 - v) + below * v;
  }
}
