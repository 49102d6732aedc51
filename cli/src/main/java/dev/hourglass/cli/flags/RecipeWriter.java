package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes what a training came to as a {@link Recipe}: every choice is spelled out, so that a later
 * version with other defaults still does the same.
 */
public final class RecipeWriter {
  private final StringBuilder text = new StringBuilder();

  /** The recipe of a training. */
  public static String write(
      String data,
      DataFlags reading,
      PreparationFlags preparing,
      Validation validation,
      Preset preset,
      Blueprint blueprint,
      Training training,
      PrecisionChoice precision,
      Path out) {
    RecipeWriter writer = new RecipeWriter();
    writer.text.append("# The training of ").append(out.getFileName()).append("; to repeat it:\n");
    writer
        .text
        .append("#   hourglass train --recipe ")
        .append(fileFor(out).getFileName())
        .append('\n');
    writer.data(data, reading, preparing, validation);
    writer.network(preset, blueprint);
    writer.objective(blueprint);
    writer.training(training, precision);
    writer.section("result");
    writer.put("out", place(out.toString()));
    return writer.text.toString();
  }

  /** Where a model's recipe lies: {@code model.recipe.yaml} beside {@code model.safetensors}. */
  public static Path fileFor(Path model) {
    String name = model.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return model.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".recipe.yaml");
  }

  private void data(
      String data, DataFlags reading, PreparationFlags preparing, Validation validation) {
    section("data");
    put("data", place(data));
    put(
        "validation",
        validation instanceof Validation.Data watched
            ? place(watched.source())
            : validation.text());
    optional("label-column", reading.labelColumn);
    optional("labels", reading.labels == null ? null : place(reading.labels.toString()));
    list("ignore", reading.ignore);
    list("categorical", reading.categorical);
    optional("header", reading.header == null ? null : Spellings.label(reading.header));
    optional("delimiter", reading.delimiter);
    present("nan-is-missing", reading.nanIsMissing);
    optional("resize", reading.resize);
    present("grey", reading.grey);
    present("rgb", reading.rgb);
    optional("limit", reading.limit);
    optional("scaling", preparing.scaling == null ? null : preparing.scaling.text());
    optional("imputation", preparing.imputation == null ? null : preparing.imputation.text());
  }

  private void network(Preset preset, Blueprint blueprint) {
    section("network");
    put("variant", preset.label());
    put("hidden", new LayerSizes(blueprint.encoder().sizes()));
    put("decoder-hidden", new LayerSizes(blueprint.decoder().sizes()));
    put("code", blueprint.codeSize());
    put("activation", blueprint.encoder().activation().label());
    put("code-activation", blueprint.codeActivation().label());
    put("output-activation", blueprint.outputActivation().label());
    put("initializer", blueprint.initializer().label());
    put("dropout", Spellings.number(blueprint.encoder().dropout()));
    put("normalize", blueprint.encoder().normalized());
    put("tied", blueprint.tied());
  }

  private void objective(Blueprint blueprint) {
    section("objective");
    put("likelihood", blueprint.likelihood().text());
    List<String> sparsity = new ArrayList<>();
    blueprint
        .penalty(Penalty.L1.class)
        .ifPresent(p -> sparsity.add("l1:" + Spellings.number(p.weight())));
    blueprint
        .penalty(Penalty.KlSparsity.class)
        .ifPresent(
            p ->
                sparsity.add(
                    "kl:" + Spellings.number(p.rho()) + ":" + Spellings.number(p.weight())));
    if (blueprint.bottleneck() instanceof Bottleneck.TopK topK) {
      sparsity.add("topk:" + topK.k());
    }
    list("sparsity", sparsity.isEmpty() ? List.of("none") : sparsity);
    put("corruption", blueprint.corruption().text());
    Optional<Penalty.Contractive> contractive = blueprint.penalty(Penalty.Contractive.class);
    put("contractive", Spellings.number(contractive.map(Penalty.Contractive::weight).orElse(0.0)));
    put("contractive-probes", contractive.map(Penalty.Contractive::probes).orElse(0));
    put(
        "beta",
        Spellings.number(
            blueprint.penalty(Penalty.KlToPrior.class).map(Penalty.KlToPrior::beta).orElse(0.0)));
    put(
        "weight-decay",
        Spellings.number(
            blueprint
                .penalty(Penalty.WeightDecay.class)
                .map(Penalty.WeightDecay::weight)
                .orElse(0.0)));
  }

  private void training(Training training, PrecisionChoice precision) {
    section("training");
    put("epochs", training.epochs());
    put("batch-size", training.batchSize());
    put("learning-rate", Spellings.number(training.learningRate()));
    put("schedule", Spellings.text(training.schedule()));
    put("optimizer", Spellings.text(training.optimizer()));
    optional("gradient-norm", training.gradientNorm().map(Spellings::number).orElse(null));
    optional("early-stopping", training.earlyStopping().map(Spellings::text).orElse(null));
    optional("time-limit", training.timeLimit().map(Spellings::text).orElse(null));
    put("seed", training.seed());
    put("workers", training.workers());
    put("precision", precision.label());
  }

  private void section(String name) {
    text.append("\n# ").append(name).append('\n');
  }

  private void put(String key, Object value) {
    text.append(key).append(": ").append(scalar(value.toString())).append('\n');
  }

  private void optional(String key, Object value) {
    if (value != null) {
      put(key, value);
    }
  }

  private void present(String key, boolean value) {
    if (value) {
      put(key, true);
    }
  }

  private void list(String key, List<String> values) {
    if (values != null && !values.isEmpty()) {
      text.append(key).append(": ");
      text.append(
          values.size() == 1
              ? scalar(values.getFirst())
              : values.stream()
                  .map(RecipeWriter::scalar)
                  .collect(Collectors.joining(", ", "[", "]")));
      text.append('\n');
    }
  }

  /** Plain where YAML reads it back as it is, else in double quotes. */
  private static String scalar(String value) {
    if (value.matches("[A-Za-z0-9_./][A-Za-z0-9_./+:-]*")
        && !value.endsWith(":")
        && !value.equalsIgnoreCase("null")) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\t' -> quoted.append("\\t");
                case '\n' -> quoted.append("\\n");
                default -> quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  /** A path that holds from any folder; the built-in digits are no path. */
  private static String place(String source) {
    boolean isPath = !source.equals("digits") && !source.startsWith("digits:");
    return isPath ? Path.of(source).toAbsolutePath().normalize().toString() : source;
  }
}
