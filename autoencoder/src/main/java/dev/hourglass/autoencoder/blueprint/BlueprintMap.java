package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Blueprint} as plain maps, and back. */
public final class BlueprintMap {
  private BlueprintMap() {}

  static Map<String, Object> of(Blueprint blueprint) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("shape", blueprint.shape().text());
    map.put("encoder", of(blueprint.encoder()));
    map.put("codeSize", blueprint.codeSize());
    map.put("codeActivation", blueprint.codeActivation().label());
    map.put("bottleneck", of(blueprint.bottleneck()));
    map.put("decoder", of(blueprint.decoder()));
    map.put("tied", blueprint.tied());
    map.put("corruption", blueprint.corruption().text());
    map.put("penalties", blueprint.penalties().stream().map(BlueprintMap::of).toList());
    map.put("likelihood", blueprint.likelihood().text());
    map.put("outputActivation", blueprint.outputActivation().label());
    map.put("initializer", blueprint.initializer().label());
    return map;
  }

  static Blueprint read(Map<String, Object> map) {
    StrictMap reader = new StrictMap("blueprint", map);
    return reader.finish(
        new Blueprint(
            SampleShape.parse(reader.string("shape")),
            hidden(reader.object("encoder")),
            reader.integer("codeSize"),
            Activation.named(reader.string("codeActivation")),
            bottleneck(reader.object("bottleneck")),
            hidden(reader.object("decoder")),
            reader.bool("tied"),
            Corruption.parse(reader.string("corruption")),
            reader.objects("penalties").stream().map(BlueprintMap::penalty).toList(),
            Likelihood.parse(reader.string("likelihood")),
            Activation.named(reader.string("outputActivation")),
            Initializer.named(reader.string("initializer"))));
  }

  private static Map<String, Object> of(HiddenLayers hidden) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sizes", hidden.sizes());
    map.put("activation", hidden.activation().label());
    map.put("dropout", hidden.dropout());
    map.put("normalized", hidden.normalized());
    return map;
  }

  private static HiddenLayers hidden(StrictMap reader) {
    List<Integer> sizes = reader.integers("sizes");
    return reader.finish(
        new HiddenLayers(
            sizes,
            Activation.named(reader.string("activation")),
            reader.number("dropout"),
            reader.bool("normalized")));
  }

  private static Map<String, Object> of(Bottleneck bottleneck) {
    return switch (bottleneck) {
      case Bottleneck.Deterministic _ -> Map.of("kind", "deterministic");
      case Bottleneck.Gaussian _ -> Map.of("kind", "gaussian");
      case Bottleneck.TopK t -> ordered("kind", "topk", "k", t.k());
    };
  }

  private static Bottleneck bottleneck(StrictMap reader) {
    String kind = reader.string("kind");
    return reader.finish(
        switch (kind) {
          case "deterministic" -> new Bottleneck.Deterministic();
          case "gaussian" -> new Bottleneck.Gaussian();
          case "topk" -> new Bottleneck.TopK(reader.integer("k"));
          default -> throw reader.refuse("kind", "deterministic, gaussian or topk", kind);
        });
  }

  private static Map<String, Object> of(Penalty penalty) {
    return switch (penalty) {
      case Penalty.L1 p -> ordered("kind", "l1", "weight", p.weight());
      case Penalty.KlSparsity p ->
          ordered("kind", "kl-sparsity", "rho", p.rho(), "weight", p.weight());
      case Penalty.Contractive p ->
          ordered("kind", "contractive", "weight", p.weight(), "probes", p.probes());
      case Penalty.WeightDecay p -> ordered("kind", "weight-decay", "weight", p.weight());
      case Penalty.KlToPrior p -> ordered("kind", "kl-to-prior", "beta", p.beta());
    };
  }

  private static Penalty penalty(StrictMap reader) {
    String kind = reader.string("kind");
    return reader.finish(
        switch (kind) {
          case "l1" -> new Penalty.L1(reader.number("weight"));
          case "kl-sparsity" ->
              new Penalty.KlSparsity(reader.number("rho"), reader.number("weight"));
          case "contractive" ->
              new Penalty.Contractive(reader.number("weight"), reader.integer("probes"));
          case "weight-decay" -> new Penalty.WeightDecay(reader.number("weight"));
          case "kl-to-prior" -> new Penalty.KlToPrior(reader.number("beta"));
          default ->
              throw reader.refuse(
                  "kind", "l1, kl-sparsity, contractive, weight-decay or kl-to-prior", kind);
        });
  }

  /** A map of alternating keys and values that keeps their order. */
  public static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
