package dev.hourglass.onnx;

import dev.hourglass.tasks.anomaly.ScoreParts;
import dev.hourglass.tasks.anomaly.measure.IsolationForest;
import dev.hourglass.tasks.anomaly.measure.JointDistance;
import dev.hourglass.tasks.anomaly.measure.Measure;
import dev.hourglass.tasks.anomaly.measure.NeighbourDistance;
import dev.hourglass.tasks.anomaly.measure.Surprise;
import java.util.List;

/** A detector's score, measure by measure, in double precision where numbers are compared. */
record ScoreGraph(Graph graph) {
  /** What the squares of float32's double-precision rounding come to, and nothing else does. */
  private static final double ROUNDING = 1e-13;

  /** {@code [batch]} of doubles. */
  String add(ScoreParts parts, String samples, String codes, String repaired) {
    String looks = looks(parts, samples, codes, repaired);
    double weights = parts.measures().stream().mapToDouble(Measure::weight).sum();
    String sum = "";
    for (Measure measure : parts.measures()) {
      String seen =
          switch (measure.view()) {
            case INPUT -> samples;
            case REPAIR -> looks;
            case BOTH -> concat(samples, looks);
          };
      String weighed =
          graph.add(
              "Mul",
              surprise(measure.surprise(), score(measure, seen)),
              graph.precise(measure.weight() / weights));
      sum = sum.isEmpty() ? weighed : graph.add("Add", sum, weighed);
    }
    return graph.reshape(sum, -1);
  }

  /** Residuals and codes side by side, standardised. */
  private String looks(ScoreParts parts, String samples, String codes, String repaired) {
    String raw = concat(graph.add("Sub", samples, repaired), codes);
    int width = parts.means().length;
    String centred = graph.add("Sub", raw, graph.floats(parts.means(), 1, width));
    return graph.add("Mul", centred, graph.floats(parts.inverses(), 1, width));
  }

  private String concat(String left, String right) {
    return graph.add("Concat", List.of(left, right), Attributes.number("axis", 1L));
  }

  /** {@code [batch, 1]} of doubles. */
  private String score(Measure measure, String seen) {
    return switch (measure.scorer()) {
      case NeighbourDistance neighbours -> neighbours(neighbours, seen);
      case JointDistance joint -> joint(joint, seen);
      case IsolationForest forest -> new ForestGraph(graph).add(forest, seen);
    };
  }

  private String joint(JointDistance joint, String seen) {
    int features = joint.means().length;
    int directions = joint.whitening()[0].length;
    double[] means = new double[features];
    double[] whitening = new double[features * directions];
    for (int f = 0; f < features; f++) {
      means[f] = joint.means()[f];
      for (int k = 0; k < directions; k++) {
        whitening[f * directions + k] = joint.whitening()[f][k];
      }
    }
    String wide = graph.cast(seen, OnnxType.DOUBLE);
    String centred = graph.add("Sub", wide, graph.doubles(means, 1, features));
    String projected = graph.add("MatMul", centred, graph.doubles(whitening, features, directions));
    return graph.add("Sqrt", squaredLength(projected));
  }

  private String squaredLength(String rows) {
    return graph.add(
        "ReduceSum",
        List.of(graph.add("Mul", rows, rows), graph.longs(1)),
        Attributes.number("keepdims", 1L));
  }

  /** |x − r|² = |x|² − 2 x·r + |r|², in doubles, whose rounding is far below float32's. */
  private String neighbours(NeighbourDistance scorer, String seen) {
    int features = scorer.columns().length / scorer.samples();
    int size = scorer.columns()[0].length;
    int k = Math.min(scorer.neighbours(), size);
    String wide = graph.cast(seen, OnnxType.DOUBLE);
    String length = squaredLength(wide);
    String sum = "";
    for (int sample = 0; sample < scorer.samples(); sample++) {
      double[] doubled = new double[features * size];
      double[] lengths = new double[size];
      for (int f = 0; f < features; f++) {
        float[] column = scorer.columns()[sample * features + f];
        for (int i = 0; i < size; i++) {
          doubled[f * size + i] = -2.0 * column[i];
          lengths[i] += (double) column[i] * column[i];
        }
      }
      String both = graph.add("Add", length, graph.doubles(lengths, 1, size));
      String product = graph.add("MatMul", wide, graph.doubles(doubled, features, size));
      String squares = graph.add("Add", both, product);
      String rounding = graph.add("Mul", both, graph.precise(ROUNDING));
      String clean =
          graph.add("Where", graph.add("Less", squares, rounding), graph.precise(0), squares);
      String distance = graph.add("Sqrt", kthSmallest(clean, k));
      sum = sum.isEmpty() ? distance : graph.add("Add", sum, distance);
    }
    return graph.add("Div", sum, graph.precise(scorer.samples()));
  }

  private String kthSmallest(String rows, int k) {
    List<String> smallest =
        graph.addAll(
            "TopK",
            2,
            List.of(rows, graph.longs(k)),
            Attributes.number("axis", 1L),
            Attributes.number("largest", 0L));
    return graph.add(
        "Slice", smallest.getFirst(), graph.longs(k - 1), graph.longs(k), graph.longs(1));
  }

  /**
   * {@link Surprise#at}: −ln(1 − p) with the place p of a score among the knots, and a heavy tail
   * beyond the last one.
   */
  private String surprise(Surprise surprise, String score) {
    double[] knots = surprise.knots();
    int last = knots.length - 1;
    String all = graph.doubles(knots, knots.length);
    String below =
        graph.add(
            "ReduceSum",
            List.of(graph.cast(graph.add("Less", all, score), OnnxType.DOUBLE), graph.longs(1)),
            Attributes.number("keepdims", 1L));
    String next = graph.add("Min", below, graph.precise(last));
    String before = graph.add("Max", graph.add("Sub", next, graph.precise(1)), graph.precise(0));
    String from = knot(all, before);
    String gap = graph.add("Sub", knot(all, next), from);
    // Where the first knot is the next one, there is no gap, and the place is 0.
    String width =
        graph.add("Where", graph.add("Greater", gap, graph.precise(0)), gap, graph.precise(1));
    String share = graph.add("Div", graph.add("Sub", score, from), width);
    String place =
        graph.add("Add", before, graph.add("Clip", share, graph.precise(0), graph.precise(1)));
    String within =
        logarithm(
            graph.add("Sub", graph.precise(1), graph.add("Div", place, graph.precise(HUNDRED))));
    String beyond =
        graph.add(
            "Div",
            graph.add("Sub", score, graph.precise(knots[last])),
            graph.precise(surprise.scale()));
    String excess =
        graph.add(
            "Log", graph.add("Add", graph.precise(1), graph.add("Max", beyond, graph.precise(0))));
    String tail = graph.add("Add", graph.precise(surprise.at(knots[last])), excess);
    return graph.add(
        "Where", graph.add("Greater", score, graph.precise(knots[last])), tail, within);
  }

  private static final double HUNDRED = 100;

  private String logarithm(String share) {
    return graph.add("Neg", graph.add("Log", share));
  }

  private String knot(String all, String place) {
    return graph.add("Gather", all, graph.add("Cast", List.of(place), Attributes.number("to", 7L)));
  }
}
