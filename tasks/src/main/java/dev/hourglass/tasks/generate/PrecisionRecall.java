package dev.hourglass.tasks.generate;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.probe.NearestNeighbours;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether samples lie where real ones do, and everywhere they do (Kynkäänniemi et al. 2019,
 * "Improved Precision and Recall Metric for Assessing Generative Models", equations 1 and 2): a set
 * fills the balls around its members that reach to their third neighbours.
 *
 * @param precision share of samples within a ball of a real one: how real they look
 * @param recall share of real ones within a ball of a sample: how much of what there is they show
 */
public record PrecisionRecall(double precision, double recall) {
  /** The paper's k. */
  private static final int NEIGHBOUR = 3;

  /**
   * Compares two sets of as many features.
   *
   * @param real {@code [n, features]}, more than 3 rows; n as many as samples, about: the more a
   *     set has, the smaller its balls
   * @param made {@code [m, features]}, more than 3 rows
   */
  static PrecisionRecall of(Tensor real, Tensor made, Kernels kernels) {
    float[][] ofReal = rows(real);
    float[][] ofMade = rows(made);
    return new PrecisionRecall(
        within(ofMade, ofReal, radii(real, ofReal, kernels)),
        within(ofReal, ofMade, radii(made, ofMade, kernels)));
  }

  private static float[][] rows(Tensor tensor) {
    return IntStream.range(0, tensor.rows()).mapToObj(tensor::row).toArray(float[][]::new);
  }

  /** The squared distance of each row to its third neighbour; itself is its nearest. */
  private static double[] radii(Tensor rows, float[][] values, Kernels kernels) {
    Labels unlabelled = new Labels(new int[rows.rows()], List.of("any"));
    int[][] neighbours =
        NearestNeighbours.of(rows, unlabelled, kernels).neighbours(rows, NEIGHBOUR + 1);
    return IntStream.range(0, values.length)
        .mapToDouble(r -> squaredDistance(values[r], values[neighbours[r][NEIGHBOUR]]))
        .toArray();
  }

  private static double within(float[][] rows, float[][] centres, double[] radii) {
    long inside =
        IntStream.range(0, rows.length)
            .parallel()
            .filter(
                r -> {
                  for (int c = 0; c < centres.length; c++) {
                    if (squaredDistance(rows[r], centres[c]) <= radii[c]) {
                      return true;
                    }
                  }
                  return false;
                })
            .count();
    return (double) inside / rows.length;
  }

  private static double squaredDistance(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double difference = (double) x[i] - y[i];
      sum += difference * difference;
    }
    return sum;
  }
}
