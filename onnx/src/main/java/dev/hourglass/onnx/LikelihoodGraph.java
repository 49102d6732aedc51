package dev.hourglass.onnx;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.engine.kernel.Loss;
import java.util.List;

/** What a decoder's outputs are read as: means, what is expected of a sample, and its error. */
record LikelihoodGraph(Graph graph, Blueprint blueprint) {

  /** {@code [batch, target features]}: the likelihood's mean; of counts, the share of each. */
  String mean(String output) {
    return switch (blueprint.loss()) {
      case Loss.Multinomial _ ->
          graph.add("Softmax", List.of(output), Attributes.number("axis", 1L));
      case Loss.GaussianVariance variance ->
          ActivationGraph.of(
              graph, variance.link(), columns(output, 0, blueprint.targetFeatures()));
      default -> ActivationGraph.of(graph, blueprint.loss().link(), output);
    };
  }

  /** The same of what is expected of a sample: of counts, of as many as it has. */
  String reconstruction(String output, String samples) {
    String mean = mean(output);
    if (!(blueprint.loss() instanceof Loss.Multinomial)
        || blueprint.objective().target().isPresent()) {
      return mean;
    }
    return graph.add(
        "Mul",
        mean,
        graph.add(
            "ReduceSum", List.of(samples, graph.longs(1)), Attributes.number("keepdims", 1L)));
  }

  /** {@code [batch]}: the squared error per feature. */
  String error(String reconstruction, String samples) {
    String difference = graph.add("Sub", reconstruction, samples);
    return graph.add(
        "ReduceMean",
        List.of(graph.add("Mul", difference, difference)),
        Attributes.numbers("axes", 1),
        Attributes.number("keepdims", 0L));
  }

  private String columns(String rows, int from, int to) {
    return graph.add("Slice", rows, graph.longs(from), graph.longs(to), graph.longs(1));
  }

  /** The first columns of rows. */
  String firstColumns(String rows, int count) {
    return columns(rows, 0, count);
  }
}
