package dev.hourglass.onnx;

import dev.hourglass.engine.tensor.FeatureMap;
import java.util.List;
import java.util.Optional;

/**
 * Rows of samples in a graph: flat, {@code [batch, numbers]} with the channels of a place beside
 * each other, or as ONNX's convolutions want them, {@code [batch, channels, height, width]}.
 *
 * @param name of the value
 * @param plane that it is laid out on; none where it is flat
 */
record Rows(String name, Optional<FeatureMap> plane) {
  private static final int[] CHANNELS_FIRST = {0, 3, 1, 2};
  private static final int[] CHANNELS_LAST = {0, 2, 3, 1};

  static Rows flat(String name) {
    return new Rows(name, Optional.empty());
  }

  /** The same layout under another name. */
  Rows as(String other) {
    return new Rows(other, plane);
  }

  /** The same flat. */
  String flattened(Graph graph) {
    if (plane.isEmpty()) {
      return name;
    }
    String last = graph.add("Transpose", List.of(name), Attributes.numbers("perm", CHANNELS_LAST));
    return graph.reshape(last, -1, plane.get().size());
  }

  /** The same on a plane. */
  Rows on(FeatureMap map, Graph graph) {
    if (plane.equals(Optional.of(map))) {
      return this;
    }
    String last = graph.reshape(flattened(graph), -1, map.height(), map.width(), map.channels());
    return new Rows(
        graph.add("Transpose", List.of(last), Attributes.numbers("perm", CHANNELS_FIRST)),
        Optional.of(map));
  }
}
