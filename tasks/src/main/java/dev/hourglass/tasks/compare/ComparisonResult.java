package dev.hourglass.tasks.compare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.evaluate.Disturbance;
import dev.hourglass.tasks.evaluate.Fidelity;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a comparison found out.
 *
 * @param data the samples
 * @param options how much was looked at
 * @param models in the order they were trained, the classics last
 * @param failures models that could not be trained, and why, in the order they were tried
 * @param examples the test rows shown with their reconstructions
 * @param setting where and when it was made
 */
public record ComparisonResult(
    ComparisonData data,
    ComparisonOptions options,
    List<ModelResult> models,
    SequencedMap<String, String> failures,
    int[] examples,
    Setting setting) {
  public ComparisonResult {
    models = List.copyOf(models);
    failures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(failures));
  }

  /**
   * Where and when a comparison was made.
   *
   * @param version of Hourglass
   * @param created date and time, UTC
   * @param kernels what did the arithmetic
   * @param machine processors, operating system and Java
   * @param seconds it took altogether
   */
  public record Setting(
      String version, String created, Kernels kernels, String machine, double seconds) {}

  /** The examples as samples. */
  public Dataset exampleSamples() {
    return data.test().subset(examples);
  }

  /** The figures of every model as plain maps, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("data", data.name());
    map.put("trainingSamples", data.training().size());
    map.put("validationSamples", data.validation().size());
    map.put("testSamples", data.test().size());
    map.put("seed", options.seed());
    map.put("version", setting.version());
    map.put("seconds", setting.seconds());
    map.put("models", models.stream().map(ComparisonResult::figures).toList());
    map.put("failures", failures);
    return map;
  }

  private static Map<String, Object> figures(ModelResult model) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", model.name());
    map.put("layers", model.card().summary());
    map.put("codeSize", model.card().codeSize());
    map.put("parameters", model.card().parameters());
    map.put("seconds", model.card().seconds());
    map.put("mse", model.reconstruction().error().mse());
    switch (model.reconstruction().fidelity()) {
      case Fidelity.Decibels d -> map.put("psnr", d.psnr());
      case Fidelity.Explained e -> e.inAll().ifPresent(value -> map.put("r2", value));
    }
    map.put("learnt", model.learnt());
    map.put("activeUnitsMin", model.code().activity().minimum());
    map.put("activeUnitsMean", model.code().activity().mean());
    map.put("activeUnitsMax", model.code().activity().maximum());
    map.put("inactiveFraction", model.code().activity().inactiveFraction());
    model
        .code()
        .random()
        .ifPresent(
            random -> map.put("klPerUnit", Arrays.stream(random.divergence()).boxed().toList()));
    Map<String, Object> noise = new LinkedHashMap<>();
    model.reconstruction().noise().forEach(n -> noise.put(n.corruption().text(), n.mse()));
    map.put("noiseMse", noise);
    model
        .code()
        .movement()
        .ifPresent(
            movement -> {
              Map<String, Object> relative = new LinkedHashMap<>();
              for (var disturbance : Disturbance.values()) {
                relative.put(
                    disturbance.name().toLowerCase(Locale.ROOT),
                    movement.relative().get(disturbance));
              }
              map.put("movement", relative);
            });
    model.code().accuracy().linearProbe().ifPresent(value -> map.put("linearProbeAccuracy", value));
    model.code().accuracy().nearestNeighbours().ifPresent(value -> map.put("knnAccuracy", value));
    return map;
  }
}
