package dev.hourglass.tasks;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Random;

/** Random rows with a printed seed. */
public final class RandomRows {
  private RandomRows() {}

  /** Rows of a low-dimensional Gaussian with falling variances, plus a little noise everywhere. */
  public static float[][] correlated(int rows, int columns, int rank, double noise, long seed) {
    System.out.println("random rows, seed " + seed);
    Random random = new Random(seed);
    double[][] directions = new double[rank][columns];
    for (double[] direction : directions) {
      for (int c = 0; c < columns; c++) {
        direction[c] = random.nextGaussian();
      }
    }
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int k = 0; k < rank; k++) {
        double weight = random.nextGaussian() * Math.pow(0.8, k);
        for (int c = 0; c < columns; c++) {
          row[c] += (float) (weight * directions[k][c]);
        }
      }
      for (int c = 0; c < columns; c++) {
        row[c] += (float) (3 + noise * random.nextGaussian());
      }
    }
    return values;
  }

  public static Tensor gaussian(int rows, int columns, long seed) {
    System.out.println("random tensor, seed " + seed);
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(rows, columns);
    for (long i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }
}
