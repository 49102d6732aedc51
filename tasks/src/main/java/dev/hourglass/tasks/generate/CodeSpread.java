package dev.hourglass.tasks.generate;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Mean and deviation of every unit over codes. */
record CodeSpread(double[] means, double[] deviations) {
  static CodeSpread of(Tensor codes) {
    double[] means = new double[codes.columns()];
    double[] squares = new double[codes.columns()];
    for (int r = 0; r < codes.rows(); r++) {
      float[] code = codes.row(r);
      for (int c = 0; c < code.length; c++) {
        means[c] += code[c];
        squares[c] += (double) code[c] * code[c];
      }
    }
    double[] deviations = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      means[c] /= codes.rows();
      deviations[c] = Math.sqrt(Math.max(0, squares[c] / codes.rows() - means[c] * means[c]));
    }
    return new CodeSpread(means, deviations);
  }

  /** The units that vary most, widest first. */
  int[] widest(int count) {
    return IntStream.range(0, deviations.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer u) -> -deviations[u]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
