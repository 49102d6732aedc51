package dev.hourglass.tasks.probe;

import dev.hourglass.engine.tensor.Tensor;

/**
 * Mean and inverse deviation of every column; 0 in place of the inverse where a column never
 * changes.
 */
record Standardization(double[] means, double[] inverses) {
  static Standardization of(Tensor rows) {
    double[] means = new double[rows.columns()];
    double[] squares = new double[rows.columns()];
    for (int r = 0; r < rows.rows(); r++) {
      float[] row = rows.row(r);
      for (int c = 0; c < row.length; c++) {
        means[c] += row[c];
      }
    }
    for (int c = 0; c < means.length; c++) {
      means[c] /= rows.rows();
    }
    for (int r = 0; r < rows.rows(); r++) {
      float[] row = rows.row(r);
      for (int c = 0; c < row.length; c++) {
        double centred = row[c] - means[c];
        squares[c] += centred * centred;
      }
    }
    double[] inverses = new double[means.length];
    for (int c = 0; c < inverses.length; c++) {
      double deviation = Math.sqrt(squares[c] / rows.rows());
      // Rounding alone makes a constant column deviate by about 1e-7 of its size.
      inverses[c] = deviation > 1e-6 * Math.abs(means[c]) ? 1 / deviation : 0;
    }
    return new Standardization(means, inverses);
  }

  Tensor apply(Tensor rows) {
    float[][] standardized = rows.toArray();
    for (float[] row : standardized) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (float) ((row[c] - means[c]) * inverses[c]);
      }
    }
    return Tensor.copyOf(standardized);
  }
}
