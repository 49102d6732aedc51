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
import dev.hourglass.base.Label;
import dev.hourglass.base.TimeSpan;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.picture.Fit;
import dev.hourglass.data.picture.ImageOptions;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.prepare.Imputation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.prepare.Tails;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TemporalFormats;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.DialectOptions;
import dev.hourglass.data.table.RowCondition;
import dev.hourglass.data.table.TableOptions;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads the choices of a {@link RecipeFile}: its keys are the words that {@link RecipeText} writes.
 */
final class RecipeReading {
  private static final Set<String> KEYS =
      Set.of(
          "data",
          "validation",
          "label-column",
          "labels",
          "columns",
          "where",
          "ignore",
          "categorical",
          "header",
          "delimiter",
          "encoding",
          "decimal",
          "dates",
          "skip-lines",
          "missing",
          "nan-is-missing",
          "resize",
          "fit",
          "crop",
          "binarize",
          "skip-unreadable",
          "grey",
          "rgb",
          "limit",
          "scaling",
          "imputation",
          "tails",
          "variant",
          "hidden",
          "decoder-hidden",
          "code",
          "activation",
          "code-activation",
          "output-activation",
          "initializer",
          "dropout",
          "normalize",
          "tied",
          "linear-path",
          "skips",
          "code-channels",
          "code-step",
          "codebook",
          "codebook-width",
          "commitment",
          "condition",
          "likelihood",
          "sparsity",
          "corruption",
          "contractive",
          "contractive-probes",
          "beta",
          "beta-annealing",
          "free-bits",
          "mmd",
          "weight-decay",
          "epochs",
          "batch-size",
          "learning-rate",
          "schedule",
          "optimizer",
          "gradient-norm",
          "early-stopping",
          "time-limit",
          "trial",
          "augment",
          "checkpoint",
          "seed",
          "workers",
          "precision",
          "out");

  private final RecipeFile file;

  private RecipeReading(RecipeFile file) {
    this.file = file;
  }

  static Recipe read(Path path) {
    return new RecipeReading(
            RecipeFile.read(path, KEYS, "Keys are the choices of a training, and data"))
        .recipe();
  }

  private Recipe recipe() {
    return new Recipe(
        new RecipeData(
            file.value("data", RecipeReading::source),
            file.value("validation", RecipeReading::validation).orElse(new Validation.Share(0)),
            reading(),
            preparing(),
            file.value("condition", RecipeReading::condition).isPresent()),
        file.value("variant", Preset::named).orElse(Preset.UNDERCOMPLETE),
        network(),
        training(),
        file.value("out", Path::of));
  }

  private ReadOptions reading() {
    ReadOptions options = ReadOptions.defaults();
    options = with(options, "label-column", Function.identity(), ReadOptions::withLabel);
    options = with(options, "labels", Path::of, ReadOptions::withLabelsFile);
    options =
        with(
            options,
            "columns",
            RecipeReading::list,
            (all, names) -> all.withTable(all.table().withColumns(names)));
    Optional<List<RowCondition>> where = file.parts("where", RowCondition::parse);
    if (where.isPresent()) {
      options = options.withTable(options.table().withWhere(where.get()));
    }
    options = with(options, "ignore", RecipeReading::list, ReadOptions::withIgnore);
    options = with(options, "categorical", RecipeReading::list, ReadOptions::withCategorical);
    options =
        with(
            options,
            "header",
            text -> Label.named(TableOptions.Header.class, text),
            ReadOptions::withHeader);
    options = with(options, "delimiter", RecipeReading::character, ReadOptions::withDelimiter);
    options =
        with(
            options,
            "encoding",
            DialectOptions::encodingNamed,
            dialect(DialectOptions::withEncoding));
    options =
        with(
            options,
            "decimal",
            text -> Label.named(DecimalMark.class, text),
            dialect(DialectOptions::withDecimal));
    options =
        with(
            options,
            "dates",
            text -> Label.named(TemporalFormats.DayOrder.class, text),
            dialect(DialectOptions::withDates));
    options =
        with(options, "skip-lines", RecipeReading::whole, dialect(DialectOptions::withSkipLines));
    options = with(options, "missing", RecipeReading::list, dialect(DialectOptions::withMissing));
    options = with(options, "nan-is-missing", RecipeReading::truth, ReadOptions::withNanIsMissing);
    options = with(options, "resize", ImageSize::parse, ReadOptions::withResize);
    options =
        with(options, "fit", text -> Label.named(Fit.class, text), image(ImageOptions::withFit));
    options = with(options, "crop", ImageSize::parse, image(ImageOptions::withCrop));
    options = with(options, "binarize", RecipeReading::seed, image(ImageOptions::withBinarize));
    options =
        with(
            options,
            "skip-unreadable",
            RecipeReading::truth,
            image(ImageOptions::withSkipsUnreadable));
    options = with(options, "limit", RecipeReading::whole, ReadOptions::withLimit);
    boolean grey = file.value("grey", RecipeReading::truth).orElse(false);
    boolean rgb = file.value("rgb", RecipeReading::truth).orElse(false);
    if (grey && rgb) {
      throw new RecipeException(
          "option 'grey' and option 'rgb' cannot be combined; give one (%s and %s)"
              .formatted(file.where("grey").orElseThrow(), file.where("rgb").orElseThrow()));
    }
    return grey
        ? options.withColor(ColorMode.GREY)
        : rgb ? options.withColor(ColorMode.RGB) : options;
  }

  private static <T> BiFunction<ReadOptions, T, ReadOptions> dialect(
      BiFunction<DialectOptions, T, DialectOptions> change) {
    return (options, value) -> {
      TableOptions table = options.table();
      return options.withTable(table.withDialect(change.apply(table.dialect(), value)));
    };
  }

  private static <T> BiFunction<ReadOptions, T, ReadOptions> image(
      BiFunction<ImageOptions, T, ImageOptions> change) {
    return (options, value) -> options.withImage(change.apply(options.image(), value));
  }

  private PreparationOptions preparing() {
    PreparationOptions options = PreparationOptions.defaults();
    options = with(options, "scaling", Scaling::parse, PreparationOptions::withScaling);
    options = with(options, "tails", Tails::parse, PreparationOptions::withTails);
    return with(options, "imputation", Imputation::parse, PreparationOptions::withImputation);
  }

  private <O, T> O with(
      O options, String key, Function<String, T> parse, BiFunction<O, T, O> change) {
    return file.value(key, text -> change.apply(options, parse.apply(text))).orElse(options);
  }

  private PresetChanges network() {
    return new PresetChanges(
        new PresetChanges.LayerChanges(
            file.value("hidden", Stages::parse),
            file.value("decoder-hidden", Stages::parse),
            file.value("activation", Activation::named),
            file.value("dropout", RecipeReading::real),
            file.value("normalize", RecipeReading::truth)),
        new PresetChanges.WeightChanges(
            file.value("initializer", Initializer::named),
            file.value("tied", RecipeReading::truth),
            file.value("linear-path", RecipeReading::truth),
            file.value("skips", RecipeReading::truth)),
        new PresetChanges.CodeChanges(
            file.value("code", RecipeReading::whole),
            file.value("code-channels", RecipeReading::whole),
            file.value("code-activation", Activation::named),
            file.value("sparsity", text -> list(text).stream().map(Sparsity::parse).toList()),
            file.value("code-step", RecipeReading::real),
            new PresetChanges.CodebookChanges(
                file.value("codebook", RecipeReading::whole),
                file.value("codebook-width", RecipeReading::whole),
                file.value("commitment", RecipeReading::real))),
        new PresetChanges.GoalChanges(
            file.value("likelihood", Likelihood::parse),
            file.value("output-activation", Activation::named),
            file.value("corruption", Corruption::parse),
            file.value("contractive", RecipeReading::real),
            file.value("contractive-probes", RecipeReading::whole),
            file.value("weight-decay", RecipeReading::real)),
        new PresetChanges.PriorChanges(
            file.value("beta", RecipeReading::real),
            file.value("beta-annealing", RecipeReading::real),
            file.value("free-bits", RecipeReading::real),
            file.value("mmd", RecipeReading::real)));
  }

  private TrainingChanges training() {
    return new TrainingChanges(
        new TrainingChanges.LengthChanges(
            file.value("epochs", RecipeReading::whole),
            file.value("early-stopping", Training.EarlyStopping::parse),
            file.value("time-limit", TimeSpan::parse),
            file.value("trial", RecipeReading::real)),
        file.value("batch-size", RecipeReading::whole),
        new TrainingChanges.DescentChanges(
            file.value("optimizer", Optimizer::parse),
            file.value("learning-rate", RecipeReading::real),
            file.value("schedule", LearningRate::parse),
            file.value("gradient-norm", RecipeReading::real)),
        file.value("checkpoint", Path::of),
        file.value("seed", RecipeReading::seed),
        new TrainingChanges.MachineChanges(
            file.value("workers", RecipeReading::whole),
            file.value("precision", PrecisionChoice::named)),
        file.value("augment", Augmentation::parse));
  }

  private static String condition(String text) {
    if (!text.strip().equals("label")) {
      throw new IllegalArgumentException(
          "must be label, which is what a network can be told of, but was '" + text + "'");
    }
    return text;
  }

  /** Refuses what is no path. */
  private static String source(String text) {
    var _ = Path.of(text);
    return text;
  }

  private static Validation validation(String text) {
    Validation validation = Validation.parse(text);
    if (validation instanceof Validation.Data data) {
      source(data.source());
    }
    return validation;
  }

  private static List<String> list(String text) {
    return Arrays.asList(text.split(",", -1));
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text.strip().replace("_", ""));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("must be a whole number, but was '" + text + "'");
    }
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text.strip().replace("_", ""));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("must be a whole number, but was '" + text + "'");
    }
  }

  private static double real(String text) {
    double number;
    try {
      number = Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("must be a number, but was '" + text + "'");
    }
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("must be a finite number, but was '" + text + "'");
    }
    return number;
  }

  private static boolean truth(String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException("must be true or false, but was '" + text + "'");
    };
  }

  private static char character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("must be a single character, but was '" + text + "'");
    }
    return text.charAt(0);
  }
}
