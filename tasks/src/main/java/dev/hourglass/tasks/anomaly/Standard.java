package dev.hourglass.tasks.anomaly;

/**
 * Numbers less their mean and divided by their deviation.
 *
 * @param means of the fitted rows' numbers
 * @param inverses of their deviations; 0 where a number never changes
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
record Standard(float[] means, float[] inverses) {
  private static final double NONE = 1e-6;

  /** Of rows of the same length, at least one. */
  static Standard of(float[][] rows) {
    int width = rows[0].length;
    float[] means = new float[width];
    float[] inverses = new float[width];
    for (int c = 0; c < width; c++) {
      double sum = 0;
      for (float[] row : rows) {
        sum += row[c];
      }
      double mean = sum / rows.length;
      double squares = 0;
      for (float[] row : rows) {
        squares += (row[c] - mean) * (row[c] - mean);
      }
      double deviation = Math.sqrt(squares / rows.length);
      means[c] = (float) mean;
      inverses[c] = deviation > NONE ? (float) (1 / deviation) : 0;
    }
    return new Standard(means, inverses);
  }

  /** Changes a row in place. */
  void apply(float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = (row[c] - means[c]) * inverses[c];
    }
  }
}
