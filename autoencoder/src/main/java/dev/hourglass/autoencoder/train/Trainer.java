package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.train.demands.MemoryEstimate;
import dev.hourglass.autoencoder.train.demands.TargetRange;
import dev.hourglass.base.MachineMemory;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Fits an autoencoder to samples, which it centres on their mean meanwhile; the model that comes
 * out takes samples as they are.
 *
 * <pre>{@code
 * TrainingResult result = new Trainer(Training.defaults(), kernels).train(blueprint, samples);
 * Tensor codes = result.autoencoder().encode(samples);
 * }</pre>
 */
public final class Trainer {
  private final Training training;
  private final Kernels kernels;
  private final TrainingListener listener;
  private final Start start;
  private final Optional<Shard.Maker> shards;
  private final Optional<Judge> judge;

  /**
   * Trains as {@code training} says, computing with {@code kernels}.
   *
   * @throws IllegalArgumentException when they do not compute in the training's precision: float64
   *     is portable kernels' alone
   */
  public Trainer(Training training, Kernels kernels) {
    this(
        training,
        kernels,
        TrainingListener.SILENT,
        new Start.Drawn(),
        Optional.empty(),
        Optional.empty());
    Format master = training.precision().on(kernels).master();
    if (!kernels.supports(master)) {
      throw new IllegalArgumentException(
          "%s is computed by portable kernels, but these are %s"
              .formatted(training.precision().label(), kernels.name()));
    }
  }

  private Trainer(
      Training training,
      Kernels kernels,
      TrainingListener listener,
      Start start,
      Optional<Shard.Maker> shards,
      Optional<Judge> judge) {
    this.training = training;
    this.kernels = kernels;
    this.listener = listener;
    this.start = start;
    this.shards = shards;
    this.judge = judge;
  }

  /** The same trainer, watched. */
  public Trainer withListener(TrainingListener listener) {
    return new Trainer(training, kernels, listener, start, shards, judge);
  }

  /** The same trainer, beginning elsewhere. */
  public Trainer withStart(Start start) {
    return new Trainer(training, kernels, listener, start, shards, judge);
  }

  /** The same trainer with shards that compute elsewhere than in this process's memory. */
  public Trainer withShards(Shard.Maker maker) {
    return new Trainer(training, kernels, listener, start, Optional.of(maker), judge);
  }

  /** The same trainer; somebody else than the validation loss says which epoch is the best. */
  public Trainer withJudge(Judge judge) {
    return new Trainer(training, kernels, listener, start, shards, Optional.of(judge));
  }

  /** The same trainer, training otherwise. */
  Trainer with(Training training) {
    return new Trainer(training, kernels, listener, start, shards, judge);
  }

  Training training() {
    return training;
  }

  Kernels kernels() {
    return kernels;
  }

  TrainingListener listener() {
    return listener;
  }

  Start start() {
    return start;
  }

  Optional<Shard.Maker> shards() {
    return shards;
  }

  Optional<Judge> judge() {
    return judge;
  }

  /**
   * Trains without validation samples.
   *
   * @throws IllegalArgumentException when the samples do not have the blueprint's shape, there are
   *     none, or they are sparse and the corruption would fill them
   * @throws DivergedException when the loss ceases to be finite or stays far above its beginning
   */
  public TrainingResult train(Blueprint blueprint, Dataset samples) {
    return train(blueprint, Pairs.same(samples), Optional.empty());
  }

  /**
   * Trains, and after every epoch measures the validation samples; the best epoch is the one that
   * serves them best.
   *
   * @throws IllegalArgumentException when samples do not have the blueprint's shape, or there are
   *     none
   * @throws DivergedException when the loss ceases to be finite or stays far above its beginning
   */
  public TrainingResult train(Blueprint blueprint, Dataset samples, Dataset validation) {
    return train(blueprint, Pairs.same(samples), Optional.of(Pairs.same(validation)));
  }

  /**
   * Trains on inputs with targets of their own, and after every epoch measures the validation pairs
   * where there are some.
   *
   * @throws IllegalArgumentException when inputs do not have the blueprint's shape, targets not its
   *     {@link Blueprint#targetShape}, or there are none
   * @throws DivergedException when the loss ceases to be finite or stays far above its beginning
   */
  public TrainingResult train(Blueprint blueprint, Pairs samples, Optional<Pairs> validation) {
    return run(blueprint, samples, validation, Optional.empty());
  }

  /**
   * Goes on where a checkpoint was written, to the same bits as if training had never stopped. The
   * checkpoint's blueprint is used. Learning rate, schedule, epochs and validation samples may be
   * others than those that wrote it, which the result and later checkpoints record; the rest of the
   * training and the samples must be the same. With other validation samples the best epoch is
   * chosen among those from here on.
   *
   * @throws dev.hourglass.autoencoder.file.ModelFileException when the file is not a whole
   *     checkpoint
   * @throws CheckpointException when it belongs to another training or other samples
   */
  public TrainingResult resume(Path checkpoint, Dataset samples, Optional<Dataset> validation) {
    return resume(checkpoint, Pairs.same(samples), validation.map(Pairs::same));
  }

  /** The same for inputs with targets of their own. */
  public TrainingResult resume(Path checkpoint, Pairs samples, Optional<Pairs> validation) {
    Checkpoint read =
        Checkpoint.read(
            checkpoint, training, DataIdentity.of(samples), validation.map(DataIdentity::of));
    return run(read.blueprint(), samples, validation, Optional.of(read));
  }

  /**
   * {@code [1, features]}: the mean around which this trainer would train an autoencoder of such
   * samples, for pieces of a training that see some of them each ({@link Start.Continued}); empty
   * where they are left as they are.
   */
  public Optional<Tensor> mean(Blueprint blueprint, Dataset samples) {
    return Centering.of(training.centered(), blueprint, Pairs.same(samples), kernels).mean();
  }

  private TrainingResult run(
      Blueprint blueprint,
      Pairs samples,
      Optional<Pairs> validation,
      Optional<Checkpoint> checkpoint) {
    checkFits(blueprint, samples, "training");
    if (training.augmentation().isPresent()
        && !(blueprint.shape().isImage() && isUnmovedBy(samples, blueprint))) {
      throw new IllegalArgumentException(
          "option 'augment' = %s changes pictures, of which the target is the same one or no picture, but these samples are %s"
              .formatted(
                  training.augmentation().text(),
                  samples.isSame() ? blueprint.shape() : "inputs with targets of their own"));
    }
    if (samples.inputs() instanceof SparseSamples && blueprint.linearPath()) {
      throw new IllegalArgumentException(
          "a linear path beside the layers reads dense samples, but these are sparse: leave option"
              + " 'linear-path' out");
    }
    if (samples.inputs() instanceof SparseSamples && blueprint.condition().isPresent()) {
      throw new IllegalArgumentException(
          "a class is told behind dense samples, but these are sparse: leave option 'condition' ="
              + " label out");
    }
    if (samples.inputs() instanceof SparseSamples) {
      SparseInput.maskedShare(blueprint.corruption());
    }
    validation.ifPresent(v -> checkFits(blueprint, v, "validation"));
    blueprint.condition().ifPresent(condition -> checkLabels(condition, samples, validation));
    TargetRange.check(blueprint, samples.targets());
    if (start instanceof Start.Continued continued) {
      continued.check(blueprint, training.optimizer(), samples.inputs());
    }
    if (shards.isEmpty()) {
      int watched = validation.map(Pairs::size).orElse(0);
      MemoryEstimate.of(blueprint, training, kernels, samples.size(), watched)
          .check(MachineMemory.now(), blueprint);
    }
    if (Trial.precedes(training, start, samples)
        && validation.isEmpty()
        && checkpoint.isEmpty()
        && shards.isEmpty()) {
      return Trial.run(this, blueprint, samples.inputs());
    }
    return new TrainingRun(
            this, blueprint, samples, validation, EpochChoice.least(), System.nanoTime())
        .run(checkpoint);
  }

  private static void checkLabels(Condition condition, Pairs samples, Optional<Pairs> validation) {
    var _ = condition.numbersOf(samples.inputs());
    validation.ifPresent(
        pairs -> {
          var _ = condition.numbersOf(pairs.inputs());
        });
  }

  /** A class stays what it is when a picture moves; another picture would have to move with it. */
  private static boolean isUnmovedBy(Pairs samples, Blueprint blueprint) {
    return samples.isSame() || !blueprint.targetShape().isImage();
  }

  private static void checkFits(Blueprint blueprint, Pairs samples, String what) {
    if (samples.size() == 0) {
      throw new IllegalArgumentException(
          "there are no " + what + " samples in " + samples.inputs().source());
    }
    checkFits(samples.inputs(), what + " samples", blueprint.shape(), "blueprint takes");
    checkFits(samples.targets(), what + " targets", blueprint.targetShape(), "blueprint puts out");
  }

  private static void checkFits(Dataset samples, String what, SampleShape shape, String wants) {
    if (samples.features() != shape.features()) {
      throw new IllegalArgumentException(
          "the %s have %d features (%s), but the %s %d (%s)"
              .formatted(
                  what, samples.features(), samples.shape(), wants, shape.features(), shape));
    }
  }
}
