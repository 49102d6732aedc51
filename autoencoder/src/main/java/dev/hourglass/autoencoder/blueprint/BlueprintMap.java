package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    if (blueprint.linearPath()) {
      map.put("linearPath", true);
    }
    if (blueprint.skips()) {
      map.put("skips", true);
    }
    blueprint.code().plane().ifPresent(plane -> map.put("codeChannels", plane.channels()));
    blueprint.condition().ifPresent(condition -> map.put("condition", condition.classes()));
    blueprint.objective().target().ifPresent(target -> map.put("target", target.text()));
    return map;
  }

  static Blueprint read(Map<String, Object> map) {
    StrictMap reader = new StrictMap("blueprint", map);
    Code code =
        new Code(
            reader.integer("codeSize"),
            Activation.named(reader.string("codeActivation")),
            bottleneck(reader.object("bottleneck")),
            Optional.empty(),
            reader.optionalStrings("condition").map(Condition::new));
    Objective objective =
        new Objective(
            Likelihood.parse(reader.string("likelihood")),
            Activation.named(reader.string("outputActivation")),
            reader.objects("penalties").stream().map(BlueprintMap::penalty).toList(),
            reader.optionalString("target").map(SampleShape::parse));
    SampleShape shape = SampleShape.parse(reader.string("shape"));
    Stages encoder = stages(reader, "encoder");
    Optional<Integer> channels = reader.optionalInteger("codeChannels");
    return reader.finish(
        new Blueprint(
            shape,
            encoder,
            channels.isPresent() ? spread(code, channels.get(), shape, encoder) : code,
            stages(reader, "decoder"),
            Corruption.parse(reader.string("corruption")),
            objective,
            new Weights(
                Initializer.named(reader.string("initializer")),
                reader.bool("tied"),
                reader.optionalBool("linearPath").orElse(false),
                reader.optionalBool("skips").orElse(false))));
  }

  private static Code spread(Code code, int channels, SampleShape shape, Stages encoder) {
    FeatureMap last = encoder.planes(Blueprint.planeOf(shape)).getLast();
    FeatureMap plane = new FeatureMap(last.height(), last.width(), channels);
    return new Code(
        code.size(), code.activation(), code.bottleneck(), Optional.of(plane), code.condition());
  }

  private static List<Map<String, Object>> of(Stages stages) {
    return stages.list().stream()
        .map(
            stage ->
                switch (stage) {
                  case Stage.Dense s -> finished(stage, "kind", "dense", "units", s.units());
                  case Stage.Plane _,
                      Stage.Convolution _,
                      Stage.Transposed _,
                      Stage.Residual _,
                      Stage.Pool _,
                      Stage.Upsample _ ->
                      finished(stage, "kind", "spatial", "text", StageText.of(stage));
                })
        .toList();
  }

  private static Map<String, Object> finished(Stage stage, Object... keysAndValues) {
    Map<String, Object> map = ordered(keysAndValues);
    map.put("activation", stage.finish().activation().label());
    map.put("dropout", stage.finish().dropout());
    map.put("normalized", stage.finish().normalized());
    return map;
  }

  private static Stage.Finish finish(StrictMap reader) {
    return new Stage.Finish(
        Activation.named(reader.string("activation")),
        reader.number("dropout"),
        reader.bool("normalized"));
  }

  private static Stages stages(StrictMap reader, String key) {
    return new Stages(reader.objects(key).stream().map(BlueprintMap::stage).toList());
  }

  private static Stage stage(StrictMap reader) {
    String kind = reader.string("kind");
    return reader.finish(
        switch (kind) {
          case "dense" -> new Stage.Dense(reader.integer("units"), finish(reader));
          case "spatial" ->
              StageText.parse(reader.string("text")).list().getFirst().withFinish(finish(reader));
          default -> throw reader.refuse("kind", "dense or spatial", kind);
        });
  }

  /**
   * A blueprint's map of one version of the model file's format as the next has it.
   *
   * @param from the version that wrote it
   * @throws IllegalArgumentException naming the key that is missing or of the wrong kind
   */
  public static Map<String, Object> migrate(int from, Map<String, Object> map) {
    return switch (from) {
      case 1 -> migrateFromVersion1(map);
      default -> map;
    };
  }

  /**
   * A blueprint's map of format version 1, where hidden layers were sizes that shared an
   * activation, as one of version 2, where every stage says what it is.
   */
  private static Map<String, Object> migrateFromVersion1(Map<String, Object> map) {
    StrictMap reader = new StrictMap("blueprint", map);
    Map<String, Object> migrated = new LinkedHashMap<>(map);
    for (String part : List.of("encoder", "decoder")) {
      StrictMap hidden = reader.object(part);
      Stage.Dense like =
          new Stage.Dense(
              1,
              Activation.named(hidden.string("activation")),
              hidden.number("dropout"),
              hidden.bool("normalized"));
      migrated.put(part, of(hidden.finish(Stages.of(like, hidden.integers("sizes")))));
    }
    return migrated;
  }

  private static Map<String, Object> of(Bottleneck bottleneck) {
    return switch (bottleneck) {
      case Bottleneck.Deterministic _ -> Map.of("kind", "deterministic");
      case Bottleneck.Gaussian _ -> Map.of("kind", "gaussian");
      case Bottleneck.TopK t -> ordered("kind", "topk", "k", t.k());
      case Bottleneck.Rounded r -> ordered("kind", "rounded", "step", r.step());
      case Bottleneck.VectorQuantized v ->
          ordered(
              "kind",
              "vector-quantized",
              "entries",
              v.entries(),
              "width",
              v.width(),
              "commitment",
              v.commitment());
    };
  }

  private static Bottleneck bottleneck(StrictMap reader) {
    String kind = reader.string("kind");
    return reader.finish(
        switch (kind) {
          case "deterministic" -> new Bottleneck.Deterministic();
          case "gaussian" -> new Bottleneck.Gaussian();
          case "topk" -> new Bottleneck.TopK(reader.integer("k"));
          case "rounded" -> new Bottleneck.Rounded(reader.finite("step"));
          case "vector-quantized" ->
              new Bottleneck.VectorQuantized(
                  reader.integer("entries"), reader.integer("width"), reader.number("commitment"));
          default ->
              throw reader.refuse(
                  "kind", "deterministic, gaussian, topk, rounded or vector-quantized", kind);
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
      case Penalty.KlToPrior p -> {
        Map<String, Object> map = ordered("kind", "kl-to-prior", "beta", p.beta());
        if (p.annealing() > 0) {
          map.put("annealing", p.annealing());
        }
        if (p.freeBits() > 0) {
          map.put("freeBits", p.freeBits());
        }
        yield map;
      }
      case Penalty.MeanDiscrepancy p -> ordered("kind", "mmd", "weight", p.weight());
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
          case "kl-to-prior" ->
              new Penalty.KlToPrior(
                  reader.number("beta"),
                  reader.optionalNumber("annealing").orElse(0.0),
                  reader.optionalNumber("freeBits").orElse(0.0));
          case "mmd" -> new Penalty.MeanDiscrepancy(reader.number("weight"));
          default ->
              throw reader.refuse(
                  "kind", "l1, kl-sparsity, contractive, weight-decay, kl-to-prior or mmd", kind);
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
