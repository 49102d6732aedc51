package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.StrictMap;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A {@link Training} as plain maps, and back; the checkpoint's path is left out. */
final class TrainingMap {
  private TrainingMap() {}

  static Map<String, Object> of(Training training) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("epochs", training.epochs());
    map.put("batchSize", training.batchSize());
    map.put("learningRate", training.learningRate());
    map.put("schedule", of(training.schedule()));
    map.put("optimizer", of(training.optimizer()));
    training.gradientNorm().ifPresent(norm -> map.put("gradientNorm", norm));
    training
        .earlyStopping()
        .ifPresent(
            stopping ->
                map.put(
                    "earlyStopping",
                    BlueprintMap.ordered(
                        "patience",
                        stopping.patience(),
                        "minimumImprovement",
                        stopping.minimumImprovement())));
    training.timeLimit().ifPresent(limit -> map.put("timeLimitSeconds", limit.toMillis() / 1e3));
    if (training.trial() > 0) {
      map.put("trial", training.trial());
    }
    if (!training.layerRates().areEqual()) {
      map.put("layerRates", new TreeMap<>(training.layerRates().shares()));
    }
    map.put("seed", training.seed());
    map.put("workers", training.workers());
    map.put("precision", training.precision().label());
    map.put("centered", training.centered());
    if (training.augmentation().isPresent()) {
      map.put("augmentation", training.augmentation().text());
    }
    return map;
  }

  static Training read(Map<String, Object> map) {
    StrictMap reader = new StrictMap("training", map);
    Training.Length length =
        new Training.Length(
            reader.integer("epochs"),
            reader
                .optionalObject("earlyStopping")
                .map(
                    r ->
                        r.finish(
                            new Training.EarlyStopping(
                                r.integer("patience"), r.number("minimumImprovement")))),
            reader
                .optionalNumber("timeLimitSeconds")
                .map(seconds -> Duration.ofMillis(Math.round(seconds * 1e3))),
            reader.optionalNumber("trial").orElse(0.0));
    Training.Descent descent =
        new Training.Descent(
            optimizer(reader.object("optimizer")),
            reader.number("learningRate"),
            schedule(reader.object("schedule")),
            reader.optionalNumber("gradientNorm"),
            reader.optionalObject("layerRates").map(TrainingMap::rates).orElse(LayerRates.EQUAL));
    return reader.finish(
        new Training(
            length,
            reader.integer("batchSize"),
            descent,
            Optional.empty(),
            reader.whole("seed"),
            new Training.Machine(reader.integer("workers"), precision(reader.string("precision"))),
            new Training.Feed(
                !reader.has("centered") || reader.bool("centered"),
                reader
                    .optionalString("augmentation")
                    .map(Augmentation::parse)
                    .orElse(Augmentation.NONE))));
  }

  private static LayerRates rates(StrictMap reader) {
    Map<String, Double> shares = new TreeMap<>();
    reader.keys().forEach(layer -> shares.put(layer, reader.number(layer)));
    return reader.finish(new LayerRates(shares));
  }

  /** Double precision is not offered to users, but a file may well be of it. */
  private static PrecisionChoice precision(String label) {
    return label.equals(PrecisionChoice.FLOAT64.label())
        ? PrecisionChoice.FLOAT64
        : PrecisionChoice.named(label);
  }

  private static Map<String, Object> of(LearningRate schedule) {
    return switch (schedule) {
      case LearningRate.Constant _ -> BlueprintMap.ordered("kind", "constant");
      case LearningRate.Step s ->
          BlueprintMap.ordered("kind", "step", "epochs", s.epochs(), "factor", s.factor());
      case LearningRate.Exponential e ->
          BlueprintMap.ordered("kind", "exponential", "factor", e.factor());
      case LearningRate.Cosine c -> BlueprintMap.ordered("kind", "cosine", "warmUp", c.warmUp());
      case LearningRate.OnPlateau p ->
          BlueprintMap.ordered("kind", "plateau", "patience", p.patience(), "factor", p.factor());
    };
  }

  private static LearningRate schedule(StrictMap reader) {
    String kind = reader.string("kind");
    return reader.finish(
        switch (kind) {
          case "constant" -> new LearningRate.Constant();
          case "step" -> new LearningRate.Step(reader.integer("epochs"), reader.number("factor"));
          case "exponential" -> new LearningRate.Exponential(reader.number("factor"));
          case "cosine" -> new LearningRate.Cosine(reader.number("warmUp"));
          case "plateau" ->
              new LearningRate.OnPlateau(reader.integer("patience"), reader.number("factor"));
          default ->
              throw reader.refuse("kind", "constant, step, exponential, cosine or plateau", kind);
        });
  }

  private static Map<String, Object> of(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd _ -> BlueprintMap.ordered("kind", "sgd");
      case Optimizer.Momentum m ->
          BlueprintMap.ordered("kind", "momentum", "momentum", m.momentum());
      case Optimizer.Nesterov n ->
          BlueprintMap.ordered("kind", "nesterov", "momentum", n.momentum());
      case Optimizer.RmsProp r ->
          BlueprintMap.ordered("kind", "rmsprop", "decay", r.decay(), "epsilon", r.epsilon());
      case Optimizer.Adam a ->
          BlueprintMap.ordered(
              "kind", "adam", "beta1", a.beta1(), "beta2", a.beta2(), "epsilon", a.epsilon());
      case Optimizer.AdamW a ->
          BlueprintMap.ordered(
              "kind",
              "adamw",
              "beta1",
              a.beta1(),
              "beta2",
              a.beta2(),
              "epsilon",
              a.epsilon(),
              "weightDecay",
              a.weightDecay());
    };
  }

  private static Optimizer optimizer(StrictMap reader) {
    String kind = reader.string("kind");
    return reader.finish(
        switch (kind) {
          case "sgd" -> new Optimizer.Sgd();
          case "momentum" -> new Optimizer.Momentum(reader.number("momentum"));
          case "nesterov" -> new Optimizer.Nesterov(reader.number("momentum"));
          case "rmsprop" -> new Optimizer.RmsProp(reader.number("decay"), reader.number("epsilon"));
          case "adam" ->
              new Optimizer.Adam(
                  reader.number("beta1"), reader.number("beta2"), reader.number("epsilon"));
          case "adamw" ->
              new Optimizer.AdamW(
                  reader.number("beta1"),
                  reader.number("beta2"),
                  reader.number("epsilon"),
                  reader.number("weightDecay"));
          default ->
              throw reader.refuse("kind", "sgd, momentum, nesterov, rmsprop, adam or adamw", kind);
        });
  }
}
