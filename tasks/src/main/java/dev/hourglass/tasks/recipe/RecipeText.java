package dev.hourglass.tasks.recipe;

import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Sparsity;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.base.Decimal;
import dev.hourglass.base.Label;
import dev.hourglass.base.TimeSpan;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.DialectOptions;
import dev.hourglass.data.table.RowCondition;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a {@link Recipe} so that it reads back as it was. */
final class RecipeText {
  private final StringBuilder text = new StringBuilder();

  RecipeText(String remark) {
    remark.lines().forEach(line -> text.append("# ").append(line).append('\n'));
  }

  String of(Recipe recipe) {
    data(recipe.data());
    network(recipe.variant(), recipe.network());
    if (recipe.data().conditioned()) {
      put("condition", "label");
    }
    objective(recipe.network());
    training(recipe.training());
    recipe
        .out()
        .ifPresent(
            out -> {
              section("result");
              put("out", place(out.toString()));
            });
    return text.toString();
  }

  private void data(RecipeData data) {
    section("data");
    put("data", data.source(), RecipeText::place);
    put(
        "validation",
        data.validation() instanceof Validation.Data watched
            ? place(watched.source())
            : data.validation().text());
    ReadOptions reading = data.reading();
    put("label-column", reading.label(), Function.identity());
    put("labels", reading.labelsFile(), file -> place(file.toString()));
    list("columns", reading.table().columns());
    list("where", reading.table().where().stream().map(RowCondition::text).toList());
    list("ignore", reading.ignore());
    list("categorical", reading.categorical());
    if (reading.header() != ReadOptions.defaults().header()) {
      put("header", Label.of(reading.header()));
    }
    put("delimiter", reading.delimiter(), Object::toString);
    DialectOptions dialect = reading.table().dialect();
    put("encoding", dialect.encoding(), Charset::name);
    put("decimal", dialect.decimal(), Label::of);
    put("dates", dialect.dates(), Label::of);
    if (dialect.skipLines() > 0) {
      put("skip-lines", dialect.skipLines());
    }
    list("missing", dialect.missing());
    present("nan-is-missing", reading.nanIsMissing());
    put("resize", reading.resize(), Object::toString);
    if (reading.image().fit() != ReadOptions.defaults().image().fit()) {
      put("fit", Label.of(reading.image().fit()));
    }
    put("crop", reading.image().crop(), Object::toString);
    reading.image().binarize().ifPresent(seed -> put("binarize", seed));
    present("skip-unreadable", reading.image().skipsUnreadable());
    present("grey", reading.color() == ColorMode.GREY);
    present("rgb", reading.color() == ColorMode.RGB);
    reading.limit().ifPresent(limit -> put("limit", limit));
    PreparationOptions preparing = data.preparing();
    put("scaling", preparing.scaling(), Scaling::text);
    if (preparing.imputation() != PreparationOptions.defaults().imputation()) {
      put("imputation", preparing.imputation().text());
    }
    if (preparing.tails() != PreparationOptions.defaults().tails()) {
      put("tails", preparing.tails().text());
    }
  }

  private void network(Preset variant, PresetChanges changes) {
    section("network");
    put("variant", variant.label());
    put("hidden", changes.layers().hidden(), Stages::text);
    put("decoder-hidden", changes.layers().decoderHidden(), Stages::text);
    put("code", changes.code().size(), Object::toString);
    put("code-channels", changes.code().channels(), Object::toString);
    put("code-step", changes.code().step(), Decimal::text);
    put("codebook", changes.code().codebook().entries(), Object::toString);
    put("codebook-width", changes.code().codebook().width(), Object::toString);
    put("commitment", changes.code().codebook().commitment(), Decimal::text);
    put("activation", changes.layers().activation(), Activation::label);
    put("code-activation", changes.code().activation(), Activation::label);
    put("output-activation", changes.goal().outputActivation(), Activation::label);
    put("initializer", changes.weights().initializer(), Initializer::label);
    put("dropout", changes.layers().dropout(), Decimal::text);
    put("normalize", changes.layers().normalized(), Object::toString);
    put("tied", changes.weights().tied(), Object::toString);
    put("linear-path", changes.weights().linearPath(), Object::toString);
    put("skips", changes.weights().skips(), Object::toString);
  }

  private void objective(PresetChanges changes) {
    PresetChanges.GoalChanges goal = changes.goal();
    section("objective");
    put("likelihood", goal.likelihood(), Likelihood::text);
    list(
        "sparsity",
        changes.code().sparsity().orElse(List.of()).stream().map(Sparsity::text).toList());
    put("corruption", goal.corruption(), Corruption::text);
    put("contractive", goal.contractive(), Decimal::text);
    put("contractive-probes", goal.contractiveProbes(), Object::toString);
    put("beta", changes.prior().beta(), Decimal::text);
    put("beta-annealing", changes.prior().annealing(), Decimal::text);
    put("free-bits", changes.prior().freeBits(), Decimal::text);
    put("mmd", changes.prior().mmd(), Decimal::text);
    put("weight-decay", goal.weightDecay(), Decimal::text);
  }

  private void training(TrainingChanges changes) {
    TrainingChanges.LengthChanges length = changes.length();
    TrainingChanges.DescentChanges descent = changes.descent();
    section("training");
    put("epochs", length.epochs(), Object::toString);
    put("batch-size", changes.batchSize(), Object::toString);
    put("learning-rate", descent.learningRate(), Decimal::text);
    put("schedule", descent.schedule(), LearningRate::text);
    put("optimizer", descent.optimizer(), Optimizer::text);
    put("gradient-norm", descent.gradientNorm(), Decimal::text);
    put("early-stopping", length.earlyStopping(), Training.EarlyStopping::text);
    put("time-limit", length.timeLimit(), TimeSpan::text);
    put("trial", length.trial(), Decimal::text);
    put("augment", changes.augmentation(), Augmentation::text);
    put("checkpoint", changes.checkpoint(), file -> place(file.toString()));
    put("seed", changes.seed(), Object::toString);
    put("workers", changes.machine().workers(), Object::toString);
    put("precision", changes.machine().precision(), PrecisionChoice::label);
  }

  private void section(String name) {
    text.append("\n# ").append(name).append('\n');
  }

  private void put(String key, Object value) {
    text.append(key).append(": ").append(scalar(value.toString())).append('\n');
  }

  private <T> void put(String key, Optional<T> value, Function<? super T, String> spelt) {
    value.ifPresent(given -> put(key, spelt.apply(given)));
  }

  private void present(String key, boolean value) {
    if (value) {
      put(key, true);
    }
  }

  private void list(String key, List<String> values) {
    if (values.size() == 1) {
      put(key, values.getFirst());
    } else if (!values.isEmpty()) {
      text.append(key).append(": ");
      text.append(
          values.stream().map(RecipeText::scalar).collect(Collectors.joining(", ", "[", "]")));
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
