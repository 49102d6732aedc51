package dev.hourglass.cli.learn;

import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.tasks.learn.FineTuningOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How a model is fine-tuned; {@link FineTuningOptions}' fields by their names. */
@FlagGroup("Fine-tuning")
final class FineTuningFlags {
  private static final String NONE = "none";
  private static final String ENCODER = "encoder";

  @Option(
      names = "--labelled",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Look at the labels of this many samples, drawn by --seed, of each class as many."
              + " Default: all.")
  Integer labelled;

  @Option(
      names = "--unlabelled",
      paramLabel = "N",
      converter = NumberFlag.Count.class,
      description =
          "Learn from at most this many of the other samples too, without a look at their labels,"
              + " where the labelled ones say that it pays; 0 for none. Default: "
              + FineTuningOptions.DEFAULT_UNLABELLED
              + ".")
  int unlabelled = FineTuningOptions.DEFAULT_UNLABELLED;

  @Option(
      names = "--skip-unlabelled",
      description = "Take rows whose label is missing for samples without one; else an error.")
  boolean skipUnlabelled;

  @Option(
      names = "--predict",
      paramLabel = "auto|classes|number",
      description =
          "What labels are. Default: auto, numbers where all are and one has a fraction or they are"
              + " more than 50, else classes.")
  FineTuningOptions.Kind kind = FineTuningOptions.Kind.AUTO;

  @Option(
      names = "--scratch",
      description =
          "The same network from random weights, on the labelled samples alone: what the model is"
              + " worth.")
  boolean scratch;

  @Option(
      names = "--freeze",
      paramLabel = "none|encoder|N",
      description = "Keep the encoder, or its first N layers, as they are. Default: none.")
  String freeze = NONE;

  @Option(
      names = "--layer-decay",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description =
          "The learning rate shrinks by this factor from layer to layer towards the input; 1 for"
              + " the same everywhere. Default: 0.5.")
  double layerDecay = FineTuningOptions.DEFAULT_DECAY;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      converter = NumberFlag.Share.class,
      description = "Drop units of the encoder's layers while training. Default: 0.")
  double dropout;

  @Option(
      names = "--corruption",
      paramLabel = "KIND",
      description = "Damage samples while training, as train has it. Default: none.")
  Corruption corruption = new Corruption.None();

  @Option(
      names = "--augment",
      paramLabel = "CHANGES",
      description =
          "Change pictures each time they are trained on, as shift:2,flip,rotate:10,brightness:0.1."
              + " Default: none.")
  Augmentation augment;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      converter = NumberFlag.Share.class,
      description =
          "Hold this share of the labelled samples aside; the epoch that serves them best is kept."
              + " Default: 0.1 of 5000 and more, else 0.")
  Double validation;

  @Option(
      names = "--early-stopping",
      paramLabel = "PATIENCE[:MIN]",
      description =
          "Stop after PATIENCE epochs without improvement by the share MIN. Default: with"
              + " --validation a quarter of the epochs, else off.")
  Training.EarlyStopping earlyStopping;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Passes over the samples. Default: 10, or as many as make 1000 steps.")
  Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Samples per step. Default: 32.")
  Integer batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description = "Of the head and the code, along a cosine. Default: 0.003.")
  Double learningRate;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "Stop after this long, such as 90s or 15m. Default: off.")
  Duration timeLimit;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Threads that share each batch. Default: one per processor.")
  Integer workers;

  @Option(
      names = "--precision",
      paramLabel = "KIND",
      description = "float32, bfloat16, or auto. Default: auto.")
  PrecisionChoice precision;

  /** These flags as fine-tuning understands them. */
  FineTuningOptions options(long seed) {
    TrainingChanges changes =
        new TrainingChanges(
            new TrainingChanges.LengthChanges(
                Optional.ofNullable(epochs),
                Optional.ofNullable(earlyStopping),
                Optional.ofNullable(timeLimit),
                Optional.empty()),
            Optional.ofNullable(batchSize),
            new TrainingChanges.DescentChanges(
                Optional.empty(),
                Optional.ofNullable(learningRate),
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            Optional.of(seed),
            new TrainingChanges.MachineChanges(
                Optional.ofNullable(workers), Optional.ofNullable(precision)),
            Optional.ofNullable(augment));
    try {
      return new FineTuningOptions(
          new FineTuningOptions.LabelChoice(
              labelled == null ? OptionalInt.empty() : OptionalInt.of(labelled),
              unlabelled,
              kind,
              skipUnlabelled),
          scratch,
          new FineTuningOptions.Depth(frozen(), layerDecay),
          new FineTuningOptions.Regularization(dropout, corruption),
          validation == null ? OptionalDouble.empty() : OptionalDouble.of(validation),
          changes);
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
  }

  private int frozen() {
    return switch (freeze.strip().toLowerCase(Locale.ROOT)) {
      case NONE -> 0;
      case ENCODER -> FineTuningOptions.Depth.ALL;
      default -> {
        try {
          yield Integer.parseUnsignedInt(freeze.strip());
        } catch (NumberFormatException _) {
          throw new Mistake(
              "--freeze is none, encoder or a number of layers, but was '%s'".formatted(freeze));
        }
      }
    };
  }
}
