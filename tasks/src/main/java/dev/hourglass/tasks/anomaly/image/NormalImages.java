package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * What normal images are like.
 *
 * @param errors the mean and the deviation of the error at each place, {@code [2, places]}
 * @param scale the mean and the deviation of each number of a code, {@code [2, numbers]}
 * @param codes of the fitted images, standardised, {@code [images, numbers]}
 * @param components the mean image and its principal components, {@code [1 + count, features]}
 * @param form how far codes are apart
 */
record NormalImages(Tensor errors, Tensor scale, Tensor codes, Tensor components, ScoreForm form) {
  /** The neighbour whose distance counts: one alone may be a twin. */
  private static final int NEIGHBOUR = 5;

  private static final int NONE = -1;

  /** The errors of an image in deviations from what normal ones have at each place. */
  ErrorMap errorsOf(float[] image, float[] repaired, SampleShape shape) {
    return ErrorMap.of(image, repaired, shape).standardized(errors.row(0), errors.row(1));
  }

  /** How far an image is from normal ones, seen from afar. */
  double distance(float[] image, SampleShape shape) {
    return distance(image, shape, NONE);
  }

  /**
   * The same of an image that may be one of them.
   *
   * @param itself its row among the codes, which does not count; below 0 where it is none of them
   */
  double distance(float[] image, SampleShape shape, int itself) {
    float[][] own = form.codes(image, shape);
    for (float[] code : own) {
      standardize(code);
    }
    double[] nearest = new double[Math.min(NEIGHBOUR, codes.rows() - 1)];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int row = 0; row < codes.rows(); row++) {
      if (row == itself) {
        continue;
      }
      float[] known = codes.row(row);
      double least = Double.POSITIVE_INFINITY;
      for (float[] code : own) {
        least = Math.min(least, terms(code, known));
      }
      if (least < nearest[nearest.length - 1]) {
        nearest[nearest.length - 1] = least;
        Arrays.sort(nearest);
      }
    }
    return form.distance(nearest[nearest.length - 1]);
  }

  private void standardize(float[] code) {
    for (int i = 0; i < code.length; i++) {
      code[i] = (float) ((code[i] - scale.get(0, i)) / scale.get(1, i));
    }
  }

  private double terms(float[] code, float[] known) {
    double sum = 0;
    for (int i = 0; i < code.length; i++) {
      sum += form.term((double) known[i] - code[i]);
    }
    return sum;
  }

  /** An image as the principal components make it. */
  float[] rebuilt(float[] image) {
    float[] rebuilt = components.row(0);
    float[] mean = rebuilt.clone();
    for (int k = 1; k < components.rows(); k++) {
      double part = 0;
      for (int i = 0; i < mean.length; i++) {
        part += components.get(k, i) * (image[i] - mean[i]);
      }
      for (int i = 0; i < mean.length; i++) {
        rebuilt[i] += (float) (part * components.get(k, i));
      }
    }
    return rebuilt;
  }

  /** The mean squared error that the principal components leave. */
  double leftByComponents(float[] image) {
    double[] left = new double[image.length];
    float[] mean = components.row(0);
    for (int i = 0; i < left.length; i++) {
      left[i] = image[i] - mean[i];
    }
    double sum = 0;
    for (double value : left) {
      sum += value * value;
    }
    for (int k = 1; k < components.rows(); k++) {
      double part = 0;
      for (int i = 0; i < left.length; i++) {
        part += components.get(k, i) * left[i];
      }
      sum -= part * part;
    }
    return Math.max(0, sum) / image.length;
  }
}
