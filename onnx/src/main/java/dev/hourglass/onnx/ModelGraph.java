package dev.hourglass.onnx;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encoder, bottleneck and decoder of a model as operators. */
final class ModelGraph {
  private final Graph graph;
  private final Blueprint blueprint;
  private final Networks networks;
  private final NetworkGraph layers;
  private final LikelihoodGraph likelihood;
  private final List<Rows> told = new ArrayList<>();
  private Optional<String> input = Optional.empty();
  private List<Rows> encoded = List.of();

  ModelGraph(Graph graph, Autoencoder model) {
    this.graph = graph;
    this.blueprint = model.blueprint();
    this.networks = Networks.of(blueprint).withoutDropout();
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
      case Bottleneck.TopK(int k) -> largest(heads, Math.min(k, blueprint.codeSize()));
    };
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
    Rows output =
        layers.add(networks.decoder(), Rows.flat(codes), told.isEmpty() ? handed : told).getLast();
    String flat = output.flattened(graph);
    return blueprint.skips() ? graph.add("Add", flat, input.orElseThrow()) : flat;
  }

  LikelihoodGraph likelihood() {
    return likelihood;
  }
}
