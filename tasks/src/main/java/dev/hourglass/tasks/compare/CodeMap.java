package dev.hourglass.tasks.compare;

import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Pca;

/**
 * Codes drawn in the plane: a code of two numbers as it is, a larger one along the two directions
 * in which the codes vary most (PCA). No neighbour embedding: those tear and squeeze distances as
 * they like, and a code's map should not look better than the code is.
 *
 * @param points {@code [points][2]}
 * @param rows the test sample of every point
 * @param share of the codes' variance that the plane shows, in [0, 1]
 * @param projected whether the points are a projection, not the codes themselves
 */
public record CodeMap(float[][] points, int[] rows, double share, boolean projected) {
  /** Draws at most {@code limit} of the codes, spread evenly; all of them choose the directions. */
  static CodeMap of(Tensor codes, int limit, Kernels kernels) {
    int[] rows = RowOrder.spread(codes.rows(), limit);
    float[][] points = new float[rows.length][];
    if (codes.columns() > 2) {
      Pca plane = Pca.fit(codes, 2, kernels);
      Tensor projected = plane.encode(codes);
      for (int i = 0; i < rows.length; i++) {
        points[i] = projected.row(rows[i]);
      }
      return new CodeMap(points, rows, plane.explainedVariance(), true);
    }
    for (int i = 0; i < rows.length; i++) {
      float[] code = codes.row(rows[i]);
      // A single number is spread sideways at random, so that points do not hide one another.
      points[i] =
          code.length == 2 ? code : new float[] {code[0], (float) Noise.uniform(0, rows[i])};
    }
    return new CodeMap(points, rows, 1, false);
  }
}
