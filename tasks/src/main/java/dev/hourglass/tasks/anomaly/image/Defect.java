package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;
import java.util.SplittableRandom;

/**
 * Draws defects of all kinds of shapes: where smooth noise is high within an ellipse (as in
 * Zavrtanik et al. 2021), with soft or sharp edges; lighter, darker or of another colour, or a
 * piece of another image laid over (Tan et al. 2020).
 */
final class Defect {
  private static final int MOST_DEFECTS = 3;
  private static final double LEAST_CHANGE = 0.05;
  private static final double MOST_CHANGE = 0.5;

  private Defect() {}

  /**
   * Draws one to three of them.
   *
   * @param image changed in place; may leave 0 to 1
   * @param donor another image of the shape
   */
  static void draw(float[] image, float[] donor, SampleShape shape, SplittableRandom random) {
    int count = 1 + random.nextInt(MOST_DEFECTS);
    for (int i = 0; i < count; i++) {
      one(image, donor, shape, random);
    }
  }

  private static void one(
      float[] image, float[] donor, SampleShape shape, SplittableRandom random) {
    int height = shape.height();
    int width = shape.width();
    int channels = shape.channels();
    double side = Math.min(height, width);
    double long1 = side * logarithmic(random, 0.03, 0.35);
    double short1 = long1 * logarithmic(random, 0.15, 1);
    double turn = random.nextDouble() * Math.PI;
    double middleY = random.nextDouble() * height;
    double middleX = random.nextDouble() * width;
    double softness = logarithmic(random, 0.05, 1);
    boolean ragged = random.nextBoolean();
    double[] field = ragged ? SmoothField.draw(random) : SmoothField.FLAT;
    boolean foreign = random.nextInt(3) == 0;
    double alpha = 0.3 + 0.7 * random.nextDouble();
    double[] change = new double[channels];
    double grey = change(random);
    boolean colored = channels > 1 && random.nextBoolean();
    for (int c = 0; c < channels; c++) {
      change[c] = colored ? change(random) : grey;
    }
    int downBy = random.nextInt(height);
    int rightBy = random.nextInt(width);
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    int reach = (int) Math.ceil(long1 * (1 + softness)) + 1;
    int top = Math.max(0, (int) middleY - reach);
    int bottom = Math.min(height, (int) middleY + reach + 1);
    int left = Math.max(0, (int) middleX - reach);
    int right = Math.min(width, (int) middleX + reach + 1);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double along = ((x - middleX) * cos + (y - middleY) * sin) / long1;
        double across = ((y - middleY) * cos - (x - middleX) * sin) / short1;
        double inside = 1 - Math.hypot(along, across);
        if (ragged) {
          inside += SmoothField.at(field, along, across);
        }
        double weight = Math.clamp(0.5 + inside / softness, 0.0, 1.0);
        if (weight == 0) {
          continue;
        }
        weight = weight * weight * (3 - 2 * weight);
        int at = (y * width + x) * channels;
        int from = ((y + downBy) % height * width + (x + rightBy) % width) * channels;
        for (int c = 0; c < channels; c++) {
          double other = foreign ? donor[from + c] : image[at + c] + change[c];
          double share = foreign ? alpha * weight : weight;
          image[at + c] += (float) (share * (other - image[at + c]));
        }
      }
    }
  }

  private static double logarithmic(SplittableRandom random, double least, double most) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  private static double change(SplittableRandom random) {
    double size = logarithmic(random, LEAST_CHANGE, MOST_CHANGE);
    return random.nextBoolean() ? size : -size;
  }
}
