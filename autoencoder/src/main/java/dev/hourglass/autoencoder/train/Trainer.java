package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Fits an autoencoder to samples, which it centres on their mean meanwhile; the model that comes
 * out takes samples as they are.
 *
 * <pre>{@code
 * TrainingResult result = new Trainer(Training.defaults()).train(blueprint, samples);
 * Tensor codes = result.autoencoder().encode(samples);
 * }</pre>
 */
public final class Trainer {
  private final Training training;
  private final Kernels kernels;
  private final TrainingListener listener;

  /** Trains as {@code training} says, with the best kernels this machine has. */
  public Trainer(Training training) {
    this(
        training,
        training.precision() == PrecisionChoice.FLOAT64
            ? KernelLadder.portable()
            : KernelLadder.best(),
        TrainingListener.SILENT);
  }

  private Trainer(Training training, Kernels kernels, TrainingListener listener) {
    this.training = training;
    this.kernels = kernels;
    this.listener = listener;
  }

  /** The same trainer, watched. */
  public Trainer withListener(TrainingListener listener) {
    return new Trainer(training, kernels, listener);
  }

  /** The same trainer on other kernels. */
  public Trainer withKernels(Kernels kernels) {
    return new Trainer(training, kernels, listener);
  }

  /**
   * Trains without validation samples.
   *
   * @throws IllegalArgumentException when the samples do not have the blueprint's shape, or there
   *     are none
   * @throws DivergedException when the loss ceases to be finite
   */
  public TrainingResult train(Blueprint blueprint, Dataset samples) {
    return run(blueprint, samples, Optional.empty(), Optional.empty());
  }

  /**
   * Trains, and after every epoch measures the validation samples; the best epoch is the one that
   * serves them best.
   *
   * @throws IllegalArgumentException when samples do not have the blueprint's shape, or there are
   *     none
   * @throws DivergedException when the loss ceases to be finite
   */
  public TrainingResult train(Blueprint blueprint, Dataset samples, Dataset validation) {
    return run(blueprint, samples, Optional.of(validation), Optional.empty());
  }

  /**
   * Goes on where a checkpoint was written, to the same bits as if training had never stopped. The
   * checkpoint's blueprint is used. Learning rate, schedule and epochs may be others than those
   * that wrote it, which the result and later checkpoints record; the rest of the training and the
   * samples must be the same.
   *
   * @throws dev.hourglass.autoencoder.file.ModelFileException when the file is not a whole
   *     checkpoint
   * @throws CheckpointException when it belongs to another training or other samples
   */
  public TrainingResult resume(Path checkpoint, Dataset samples, Optional<Dataset> validation) {
    Checkpoint read = Checkpoint.read(checkpoint, training, DataIdentity.of(samples));
    return run(read.blueprint(), samples, validation, Optional.of(read));
  }

  private TrainingResult run(
      Blueprint blueprint,
      Dataset samples,
      Optional<Dataset> validation,
      Optional<Checkpoint> checkpoint) {
    checkFits(blueprint, samples, "training");
    validation.ifPresent(v -> checkFits(blueprint, v, "validation"));
    return new TrainingRun(blueprint, training, kernels, listener, samples, validation)
        .run(checkpoint);
  }

  private static void checkFits(Blueprint blueprint, Dataset samples, String what) {
    if (samples.size() == 0) {
      throw new IllegalArgumentException(
          "there are no " + what + " samples in " + samples.source());
    }
    if (samples.features() != blueprint.features()) {
      throw new IllegalArgumentException(
          "the %s samples have %d features (%s), but the blueprint takes %d (%s)"
              .formatted(
                  what,
                  samples.features(),
                  samples.shape(),
                  blueprint.features(),
                  blueprint.shape()));
    }
  }
}
