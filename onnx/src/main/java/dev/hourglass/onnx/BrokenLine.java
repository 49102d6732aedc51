package dev.hourglass.onnx;

import dev.hourglass.base.StrictMap;
import java.util.List;

/**
 * Straight lines from point to point, the first and the last of which go on: {@code y₀ + Σ slopeₖ ·
 * clamp(x − xₖ, 0, xₖ₊₁ − xₖ)}, without the limit at either end.
 *
 * @param from where the points are, ascending, at least two
 * @param to how high they are
 */
record BrokenLine(List<Double> from, List<Double> to) {
  static BrokenLine of(StrictMap column, String from, String to) {
    return new BrokenLine(column.numbers(from), column.numbers(to));
  }

  /** The heights at {@code [N, 1]} places, in double precision. */
  String at(Graph graph, String x) {
    int pieces = from.size() - 1;
    double[] starts = new double[pieces];
    double[] least = new double[pieces];
    double[] most = new double[pieces];
    double[] slopes = new double[pieces];
    for (int k = 0; k < pieces; k++) {
      starts[k] = from.get(k);
      most[k] = from.get(k + 1) - from.get(k);
      slopes[k] = (to.get(k + 1) - to.get(k)) / most[k];
    }
    least[0] = -Double.MAX_VALUE;
    most[pieces - 1] = Double.MAX_VALUE;
    String walked = graph.add("Sub", x, row(graph, starts));
    String within = graph.add("Max", graph.add("Min", walked, row(graph, most)), row(graph, least));
    String risen = graph.add("Mul", within, row(graph, slopes));
    String summed =
        graph.add("ReduceSum", List.of(risen, graph.longs(1)), Attributes.number("keepdims", 1L));
    return graph.add("Add", summed, graph.precise(to.getFirst()));
  }

  private static String row(Graph graph, double[] values) {
    return graph.doubles(values, 1, values.length);
  }
}
