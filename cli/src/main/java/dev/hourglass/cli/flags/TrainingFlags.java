package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How it is trained; {@link Training}'s fields by their names. */
@FlagGroup("Training")
public final class TrainingFlags {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Passes over the training data. Default: 30 (120 for variational models of tables), or as"
              + " many as make 2000 steps where samples are few; 20 with convolutions; with --skips"
              + " as many as see 300 million pixels.")
  Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Samples per step. Default: 128; with --skips fewer of large images.")
  Integer batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description =
          "The schedule's base. Default: 0.003; variational of images and stochastic 0.001; with"
              + " --skips 0.002.")
  Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "KIND",
      description =
          "The learning rate's course: constant, step:EPOCHS:FACTOR, exponential:FACTOR,"
              + " cosine[:WARMUP] or plateau:PATIENCE:FACTOR; cosine warms up over 1 epoch unless"
              + " told otherwise. Default: cosine:1; variational of images and"
              + " stochastic constant.")
  LearningRate schedule;

  @Option(
      names = "--optimizer",
      paramLabel = "KIND",
      description =
          "sgd, momentum[:MU], nesterov[:MU], rmsprop[:RHO], adam[:B1:B2] or adamw[:DECAY]."
              + " Default: adam.")
  Optimizer optimizer;

  @Option(
      names = "--gradient-norm",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description =
          "Scale longer gradients, weight decay's part left out, down to this length. Default:"
              + " off.")
  Double gradientNorm;

  @Option(
      names = "--early-stopping",
      paramLabel = "PATIENCE[:MIN]",
      description =
          "Stop after PATIENCE epochs in which the loss has not improved by the share MIN in all;"
              + " the best parameters are kept. Default: off.")
  Training.EarlyStopping earlyStopping;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "Stop after this long, such as 90s, 15m or 1h30m. Default: off.")
  Duration timeLimit;

  @Option(
      names = "--trial",
      paramLabel = "SHARE",
      converter = NumberFlag.Share.class,
      description =
          "Hold this share of the samples aside in a first training, to find how many epochs serve"
              + " them best, then train on all for as many; without --validation. Default: beside a"
              + " linear path 0.2 of up to 5000 samples, 0.1 of up to 20000; else 0.")
  Double trial;

  @Option(
      names = "--augment",
      paramLabel = "CHANGES",
      description =
          "Change pictures each time they are trained on, as shift:2,flip,rotate:10,brightness:0.1"
              + " (pixels, left for right, degrees, share), so that few stand for many. Default:"
              + " none.")
  Augmentation augment;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Of first parameters, shuffling and noise: same seed, data and workers, same bits."
              + " Default: 42.")
  Long seed;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Threads that share each batch. Default: one per processor.")
  Integer workers;

  @Option(
      names = "--precision",
      paramLabel = "KIND",
      description =
          "float32, bfloat16, or auto: bfloat16 where the processor multiplies it in hardware."
              + " Default: auto.")
  PrecisionChoice precision;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Write all it takes to go on to this file after every epoch.")
  Path checkpoint;

  /** What they want instead of the training that a variant comes with. */
  public TrainingChanges changes() {
    return new TrainingChanges(
        new TrainingChanges.LengthChanges(
            Optional.ofNullable(epochs),
            Optional.ofNullable(earlyStopping),
            Optional.ofNullable(timeLimit),
            Optional.ofNullable(trial)),
        Optional.ofNullable(batchSize),
        new TrainingChanges.DescentChanges(
            Optional.ofNullable(optimizer),
            Optional.ofNullable(learningRate),
            Optional.ofNullable(schedule),
            Optional.ofNullable(gradientNorm)),
        Optional.ofNullable(checkpoint),
        Optional.ofNullable(seed),
        new TrainingChanges.MachineChanges(
            Optional.ofNullable(workers), Optional.ofNullable(precision)),
        Optional.ofNullable(augment));
  }
}
