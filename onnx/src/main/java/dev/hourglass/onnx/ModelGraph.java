package dev.hourglass.onnx;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encoder, bottleneck and decoder of a model as operators. */
final class ModelGraph {
  private final Graph graph;
  private final Blueprint blueprint;
  private final Networks networks;
  private final Tensor parameters;
  private final NetworkGraph layers;
  private final LikelihoodGraph likelihood;
  private final List<Rows> told = new ArrayList<>();
  private Optional<String> input = Optional.empty();
  private List<Rows> encoded = List.of();

  ModelGraph(Graph graph, Autoencoder model) {
    this.graph = graph;
    this.blueprint = model.blueprint();
    this.networks = Networks.of(blueprint).withoutDropout();
    this.parameters = model.parameters();
    this.layers = new NetworkGraph(graph, model.parameters());
    this.likelihood = new LikelihoodGraph(graph, blueprint);
  }

  /** Declares the class that a model is told beside each sample, where it is told one. */
  void declareCondition() {
    blueprint
        .condition()
        .ifPresent(
            condition -> {
              String texts = graph.input("class", OnnxType.STRING, 1);
              told.add(Rows.flat(PreparationGraph.oneHot(graph, texts, condition.classes())));
            });
  }

  /** {@code [batch, code]} of prepared samples. */
  String encode(String samples) {
    input = Optional.of(samples);
    encoded = layers.add(networks.encoder(), Rows.flat(samples), told);
    String heads = encoded.getLast().flattened(graph);
    return switch (blueprint.bottleneck()) {
      case Bottleneck.Deterministic _, Bottleneck.Rounded _ -> heads;
      case Bottleneck.Gaussian _ -> likelihood.firstColumns(heads, blueprint.codeSize());
      case Bottleneck.VectorQuantized quantized -> nearest(heads, quantized);
      case Bottleneck.TopK(int k) -> largest(heads, Math.min(k, blueprint.codeSize()));
    };
  }

  /**
   * Replaces each group of units by the nearest entry of its codebook, that of the least ‖e‖² − 2
   * z·e.
   */
  private String nearest(String codes, Bottleneck.VectorQuantized quantized) {
    Tensor all = networks.codebook().orElseThrow().entries().of(parameters);
    int width = quantized.width();
    int entries = quantized.entries();
    int books = all.rows() / entries;
    String groups = graph.reshape(codes, -1, books, width);
    List<String> chosen = new ArrayList<>();
    for (int book = 0; book < books; book++) {
      Tensor own = all.slice(book * entries, entries);
      String table = graph.floats(numbers(own), entries, width);
      String group =
          graph.reshape(
              graph.add(
                  "Gather", List.of(groups, graph.longs(book)), Attributes.number("axis", 1L)),
              -1,
              width);
      String distances =
          graph.add(
              "Add",
              graph.add("MatMul", group, graph.floats(timesMinusTwo(own), width, entries)),
              graph.floats(norms(own), entries));
      String index =
          graph.add(
              "ArgMin",
              List.of(distances),
              Attributes.number("axis", 1L),
              Attributes.number("keepdims", 0L));
      chosen.add(graph.reshape(graph.add("Gather", table, index), -1, 1, width));
    }
    return graph.reshape(
        graph.add("Concat", chosen, Attributes.number("axis", 1L)), -1, blueprint.codeSize());
  }

  private static float[] numbers(Tensor entries) {
    float[] numbers = new float[(int) entries.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) entries.get(i);
    }
    return numbers;
  }

  /** {@code [width, entries]}. */
  private static float[] timesMinusTwo(Tensor entries) {
    float[] numbers = new float[(int) entries.size()];
    for (int e = 0; e < entries.rows(); e++) {
      for (int u = 0; u < entries.columns(); u++) {
        numbers[u * entries.rows() + e] = (float) (-2 * entries.get(e, u));
      }
    }
    return numbers;
  }

  private static float[] norms(Tensor entries) {
    float[] norms = new float[entries.rows()];
    for (int e = 0; e < norms.length; e++) {
      double norm = 0;
      for (int u = 0; u < entries.columns(); u++) {
        norm += entries.get(e, u) * entries.get(e, u);
      }
      norms[e] = (float) norm;
    }
    return norms;
  }

  /** Keeps the k largest numbers of a row; of equal ones the first. */
  private String largest(String heads, int k) {
    List<String> kept =
        graph.addAll("TopK", 2, List.of(heads, graph.longs(k)), Attributes.number("axis", 1L));
    String none = graph.add("Mul", heads, graph.number(0));
    return graph.add(
        "ScatterElements", List.of(none, kept.get(1), kept.get(0)), Attributes.number("axis", 1L));
  }

  /** The decoder's outputs for codes, before the likelihood reads them. */
  String decode(String codes) {
    List<Rows> handed = networks.handed().stream().map(encoded::get).toList();
    String read =
        blueprint.bottleneck() instanceof Bottleneck.VectorQuantized quantized && input.isEmpty()
            ? nearest(codes, quantized)
            : codes;
    Rows output =
        layers.add(networks.decoder(), Rows.flat(read), told.isEmpty() ? handed : told).getLast();
    String flat = output.flattened(graph);
    return blueprint.skips() ? graph.add("Add", flat, input.orElseThrow()) : flat;
  }

  LikelihoodGraph likelihood() {
    return likelihood;
  }
}
