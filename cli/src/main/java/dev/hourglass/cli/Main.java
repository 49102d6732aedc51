package dev.hourglass.cli;

import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Sparsity;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.base.Label;
import dev.hourglass.base.TimeSpan;
import dev.hourglass.cli.codec.CompressCommand;
import dev.hourglass.cli.codec.DecompressCommand;
import dev.hourglass.cli.command.CompareCommand;
import dev.hourglass.cli.command.DecodeCommand;
import dev.hourglass.cli.command.DemoCommand;
import dev.hourglass.cli.command.DetectCommand;
import dev.hourglass.cli.command.DetectScoreCommand;
import dev.hourglass.cli.command.EncodeCommand;
import dev.hourglass.cli.command.EvaluateCommand;
import dev.hourglass.cli.command.InfoCommand;
import dev.hourglass.cli.command.RecommendCommand;
import dev.hourglass.cli.command.ReconstructCommand;
import dev.hourglass.cli.command.TrainCommand;
import dev.hourglass.cli.denoise.DenoiseCommand;
import dev.hourglass.cli.exchange.ExportCommand;
import dev.hourglass.cli.exchange.ImportCommand;
import dev.hourglass.cli.exchange.ServeCommand;
import dev.hourglass.cli.flags.RecipeDefaults;
import dev.hourglass.cli.generate.GenerateCommand;
import dev.hourglass.cli.index.IndexCommand;
import dev.hourglass.cli.inspect.DetectImagesCommand;
import dev.hourglass.cli.learn.FinetuneCommand;
import dev.hourglass.cli.learn.PredictCommand;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Failures;
import dev.hourglass.cli.screen.GroupedHelp;
import dev.hourglass.cli.screen.StandardOutput;
import dev.hourglass.cli.screen.VersionText;
import dev.hourglass.data.picture.Fit;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.prepare.Imputation;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.prepare.Tails;
import dev.hourglass.data.rating.Duplicates;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TemporalFormats;
import dev.hourglass.data.table.DialectOptions;
import dev.hourglass.data.table.RowCondition;
import dev.hourglass.data.table.TableOptions;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.onnx.ExportedPart;
import dev.hourglass.search.Distance;
import dev.hourglass.tasks.anomaly.Regime;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import dev.hourglass.tasks.denoise.NoiseMixture;
import dev.hourglass.tasks.learn.FineTuningOptions;
import dev.hourglass.tasks.recipe.RecipeException;
import dev.hourglass.tasks.recipe.Validation;
import dev.hourglass.tasks.recommend.RecommenderKind;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The {@code hourglass} command. */
@Command(
    name = "hourglass",
    header = "Train, judge and use autoencoders.",
    versionProvider = VersionText.class,
    description = {
      "",
      "Data is named by path and its kind recognised: IDX files such as MNIST's, folders of images,"
          + " tables (CSV, JSON lines, Parquet), .npy files, or the built-in digits (digits,"
          + " digits:N, digits:N:SEED)."
    },
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass demo",
      "  hourglass train digits --code 16 --epochs 10 --out digits.safetensors",
      "  hourglass evaluate digits.safetensors digits:1000:7",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong command line, 130 stopped by Ctrl-C, 141 nobody reads"
          + " standard output any more."
    })
@SuppressWarnings("UnusedVariable") // picocli looks at the two flags, the logger is held
public final class Main implements Runnable {
  private static final Set<String> VERSION_FLAGS = Set.of("-V", "--version");

  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          TrainCommand.class,
          EvaluateCommand.class,
          EncodeCommand.class,
          FinetuneCommand.class,
          PredictCommand.class,
          DecodeCommand.class,
          ReconstructCommand.class,
          GenerateCommand.class,
          CompareCommand.class,
          DetectCommand.class,
          DenoiseCommand.class,
          RecommendCommand.class,
          IndexCommand.class,
          CompressCommand.class,
          DecompressCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          ServeCommand.class,
          InfoCommand.class);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text; after a command, that command's.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /**
   * Libraries that say at their start what processor they found; of slow kernels our own warn
   * already. Held, because a logger that nobody holds forgets its level.
   */
  private final List<Logger> quiet =
      List.of(quiet("dev.hardwood", Level.WARNING), quiet("org.apache.lucene", Level.SEVERE));

  private Main() {}

  private static Logger quiet(String name, Level from) {
    Logger logger = Logger.getLogger(name);
    logger.setLevel(from);
    return logger;
  }

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    openStandardError();
    StandardOutput output = StandardOutput.open();
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(output.exitCode(run(args, err), err));
  }

  /** The launcher keeps the JVM's own start-up warning from the terminal by hiding it. */
  private static void openStandardError() {
    String place = System.getenv("HOURGLASS_STDERR");
    if (place != null) {
      try {
        System.setErr(
            new PrintStream(new FileOutputStream(place, true), true, StandardCharsets.UTF_8));
      } catch (IOException _) {
        // the launcher has tried it; there is nowhere to complain
      }
    }
  }

  /** Runs a command and returns its exit code. */
  static int run(String[] args, PrintStream err) {
    if (args.length == 1 && VERSION_FLAGS.contains(args[0])) {
      // What editors and scripts ask most often need not wait for the parser.
      System.out.println(VersionText.line());
      return ExitCode.OK;
    }
    CommandLine hourglass = commandLine(err, args.length == 0 ? "" : args[0]);
    try {
      readRecipe(hourglass, args);
    } catch (RecipeException e) {
      err.println("hourglass: " + Failures.inFlags(e.getMessage()));
      return ExitCode.USAGE;
    }
    return execute(hourglass, args, err);
  }

  private static int execute(CommandLine hourglass, String[] args, PrintStream err) {
    try {
      return hourglass.execute(args);
    } catch (VirtualMachineError e) {
      if (List.of(args).contains("--debug")) {
        e.printStackTrace(err);
      }
      err.println("hourglass: " + Failures.exhausted(e));
      return ExitCode.FAILURE;
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command given; 'hourglass demo' is a good start");
  }

  /**
   * The parser.
   *
   * @param err where errors go
   * @param first the first argument: where it names a command, only that one's flags are set up,
   *     which halves the start
   */
  public static CommandLine commandLine(PrintStream err, String first) {
    CommandLine hourglass = new CommandLine(new Main());
    boolean known = COMMANDS.stream().anyMatch(command -> name(command).equals(first));
    COMMANDS.stream()
        .filter(command -> !known || name(command).equals(first))
        .forEach(hourglass::addSubcommand);
    Optional.ofNullable(hourglass.getSubcommands().get(name(DetectCommand.class)))
        .ifPresent(detect -> detect.addSubcommand(DetectImagesCommand.class));
    Failures failures = new Failures(err);
    hourglass
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setUsageHelpWidth(GroupedHelp.WIDTH)
        .setAbbreviatedOptionsAllowed(false);
    register(hourglass, Activation.class, Activation::named);
    register(hourglass, Initializer.class, Initializer::named);
    register(hourglass, Preset.class, Preset::named);
    register(hourglass, Corruption.class, Corruption::parse);
    register(hourglass, NoiseMixture.class, NoiseMixture::parse);
    register(hourglass, Likelihood.class, Likelihood::parse);
    register(hourglass, PrecisionChoice.class, PrecisionChoice::named);
    register(hourglass, Optimizer.class, Optimizer::parse);
    register(hourglass, LearningRate.class, LearningRate::parse);
    register(hourglass, Training.EarlyStopping.class, Training.EarlyStopping::parse);
    register(hourglass, Duration.class, TimeSpan::parse);
    register(hourglass, Scaling.class, Scaling::parse);
    register(hourglass, Tails.class, Tails::parse);
    register(hourglass, Imputation.class, Imputation::parse);
    register(hourglass, ImageSize.class, ImageSize::parse);
    registerConstants(hourglass, Fit.class);
    registerConstants(hourglass, TableOptions.Header.class);
    registerConstants(hourglass, DecimalMark.class);
    register(hourglass, Charset.class, DialectOptions::encodingNamed);
    registerConstants(hourglass, TemporalFormats.DayOrder.class);
    register(hourglass, KernelChoice.class, KernelChoice::named);
    register(hourglass, Sparsity.class, Sparsity::parse);
    register(hourglass, Stages.class, Stages::parse);
    register(hourglass, Augmentation.class, Augmentation::parse);
    register(hourglass, Validation.class, Validation::parse);
    registerConstants(hourglass, Regime.class);
    registerConstants(hourglass, Duplicates.class);
    registerConstants(hourglass, RecommenderKind.class);
    register(hourglass, ThresholdRule.class, ThresholdRule::parse);
    register(hourglass, RowCondition.class, RowCondition::parse);
    registerConstants(hourglass, Distance.class);
    registerConstants(hourglass, FineTuningOptions.Kind.class);
    registerConstants(hourglass, DetectScoreCommand.Format.class);
    registerConstants(hourglass, ExportCommand.Format.class);
    register(hourglass, ExportedPart.class, ExportedPart::named);
    GroupedHelp.install(hourglass);
    return hourglass;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static <E extends Enum<E>> void registerConstants(CommandLine command, Class<E> type) {
    register(command, type, text -> Label.named(type, text));
  }

  private static <T> void register(CommandLine command, Class<T> type, Function<String, T> parse) {
    ITypeConverter<T> converter =
        text -> {
          try {
            return parse.apply(text);
          } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
          }
        };
    command.registerConverter(type, converter);
  }

  /** A recipe takes the place of defaults, so it is read before the flags are. */
  private static void readRecipe(CommandLine hourglass, String[] args) {
    if (args.length == 0) {
      return;
    }
    CommandLine command = hourglass.getSubcommands().get(args[0]);
    if (command == null || command.getCommandSpec().findOption(RecipeDefaults.FLAG) == null) {
      return;
    }
    IntStream.range(1, args.length)
        .filter(
            i ->
                args[i].equals(RecipeDefaults.FLAG)
                    || args[i].startsWith(RecipeDefaults.FLAG + "="))
        .findFirst()
        .ifPresent(
            i -> {
              boolean joined = args[i].contains("=");
              if (joined || i + 1 < args.length) {
                String file = joined ? args[i].substring(args[i].indexOf('=') + 1) : args[i + 1];
                command.setDefaultValueProvider(
                    RecipeDefaults.read(Path.of(file), command.getCommandSpec()));
              }
            });
  }
}
