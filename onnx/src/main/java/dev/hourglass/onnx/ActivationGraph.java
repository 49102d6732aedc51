package dev.hourglass.onnx;

import dev.hourglass.engine.kernel.Activation;
import java.util.List;

/** Activations as ONNX operators. */
final class ActivationGraph {
  private ActivationGraph() {}

  /** f of what {@code x} names. */
  static String of(Graph graph, Activation function, String x) {
    return switch (function) {
      case IDENTITY -> x;
      case RELU -> graph.add("Relu", x);
      case LEAKY_RELU ->
          graph.add("LeakyRelu", List.of(x), Attributes.number("alpha", (float) Activation.LEAK));
      case ELU -> graph.add("Elu", x);
      case SILU -> graph.add("Mul", x, graph.add("Sigmoid", x));
      case GELU -> gelu(graph, x);
      case SIGMOID -> graph.add("Sigmoid", x);
      case TANH -> graph.add("Tanh", x);
      case SOFTPLUS -> graph.add("Softplus", x);
      case CLIP -> graph.add("Clip", x, scalar(graph, 0), scalar(graph, 1));
    };
  }

  private static String scalar(Graph graph, float value) {
    return graph.floats(new float[] {value});
  }

  /** ½ a (1 + tanh(√(2/π) (a + 0.044715 a³))): ONNX has an operator of it from opset 20 on. */
  private static String gelu(Graph graph, String a) {
    String cube = graph.add("Mul", a, graph.add("Mul", a, a));
    String bent = graph.add("Add", a, graph.add("Mul", cube, graph.number(Activation.GELU_CUBIC)));
    String inner = graph.add("Mul", bent, graph.number(Activation.GELU_SCALE));
    String gate = graph.add("Add", graph.add("Tanh", inner), graph.number(1));
    return graph.add("Mul", graph.add("Mul", a, gate), graph.number(0.5));
  }
}
