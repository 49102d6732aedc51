package dev.hourglass.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.hourglass.tasks.anomaly.measure.IsolationForest;
import java.util.ArrayList;
import java.util.List;

/** An isolation forest as the one operator that ONNX has for trees. */
record ForestGraph(Graph graph) {
  private static final double LEAST = 1e-9;

  /** {@code [batch, 1]} of doubles: the reciprocal of the relative depth. */
  String add(IsolationForest forest, String seen) {
    Nodes nodes = new Nodes(forest);
    for (int tree = 0; tree < forest.roots().length; tree++) {
      nodes.add(tree, forest.roots()[tree]);
    }
    String depth =
        graph.addMl(
            "TreeEnsembleRegressor",
            graph.cast(seen, OnnxType.DOUBLE),
            List.of(1),
            nodes.attributes().toArray(AttributeProto[]::new));
    double unit =
        forest.roots().length * Math.max(LEAST, IsolationForest.averageDepth(forest.sampleSize()));
    String relative = graph.add("Div", graph.cast(depth, OnnxType.DOUBLE), graph.precise(unit));
    return graph.add("Reciprocal", graph.add("Max", relative, graph.precise(LEAST)));
  }

  /** The nodes of all trees, numbered in each from its root on. */
  private static final class Nodes {
    private final IsolationForest forest;
    private final List<Integer> trees = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Integer> features = new ArrayList<>();
    private final List<Double> cuts = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Integer> less = new ArrayList<>();
    private final List<Integer> others = new ArrayList<>();
    private final List<Integer> leafTrees = new ArrayList<>();
    private final List<Integer> leafNodes = new ArrayList<>();
    private final List<Double> depths = new ArrayList<>();
    private int next;

    Nodes(IsolationForest forest) {
      this.forest = forest;
    }

    void add(int tree, int root) {
      next = 0;
      add(tree, root, next++);
    }

    private void add(int tree, int node, int number) {
      trees.add(tree);
      numbers.add(number);
      boolean isLeaf = forest.feature()[node] < 0;
      features.add(isLeaf ? 0 : forest.feature()[node]);
      cuts.add(isLeaf ? 0.0 : forest.cut()[node]);
      modes.add(isLeaf ? "LEAF" : "BRANCH_LT");
      if (isLeaf) {
        less.add(0);
        others.add(0);
        leafTrees.add(tree);
        leafNodes.add(number);
        depths.add((double) forest.cut()[node]);
        return;
      }
      int left = next++;
      int right = next++;
      less.add(left);
      others.add(right);
      add(tree, forest.left()[node], left);
      add(tree, forest.left()[node] + 1, right);
    }

    List<AttributeProto> attributes() {
      return List.of(
          Attributes.number("n_targets", 1L),
          Attributes.text("aggregate_function", "SUM"),
          Attributes.numbers("nodes_treeids", ints(trees)),
          Attributes.numbers("nodes_nodeids", ints(numbers)),
          Attributes.numbers("nodes_featureids", ints(features)),
          Attributes.tensor("nodes_values_as_tensor", doubles(cuts)),
          Attributes.texts("nodes_modes", modes),
          Attributes.numbers("nodes_truenodeids", ints(less)),
          Attributes.numbers("nodes_falsenodeids", ints(others)),
          Attributes.numbers("target_treeids", ints(leafTrees)),
          Attributes.numbers("target_nodeids", ints(leafNodes)),
          Attributes.numbers("target_ids", new int[leafTrees.size()]),
          Attributes.tensor("target_weights_as_tensor", doubles(depths)));
    }

    private static int[] ints(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static TensorProto doubles(List<Double> values) {
      return Graph.doubleTensor(
              values.stream().mapToDouble(Double::doubleValue).toArray(), values.size())
          .build();
    }
  }
}
