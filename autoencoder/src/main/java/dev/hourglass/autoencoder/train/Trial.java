package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.train.TrainingResult.StopReason;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.Split;
import java.util.Optional;

/**
 * A first training that holds a share of the samples aside, to find after how many epochs it serves
 * them best, and a second on all samples that ends there. Few samples are soon learned by heart;
 * held aside for good they would be missed.
 */
final class Trial {
  private static final int LEAST_PATIENCE = 5;

  /**
   * An error over n samples is uncertain by about this over √n of itself: fifty held aside cannot
   * tell a model from PCA that is a few per cent better.
   */
  private static final double NOISE = 0.5;

  private Trial() {}

  /**
   * Whether a training begins with one: not where validation samples choose the epoch, nor where it
   * goes on from elsewhere, nor with fewer than two samples.
   */
  static boolean precedes(Training training, Start start, Pairs samples) {
    return training.trial() > 0
        && start instanceof Start.Drawn
        && samples.isSame()
        && samples.size() > 1;
  }

  /**
   * Most of the epochs without improvement say enough, unless less was asked for; not a few: the
   * first, at full rate, leave PCA's solution, and the last, at a small one, come to something
   * better.
   */
  private static Training.EarlyStopping patience(Training training) {
    return training
        .earlyStopping()
        .orElse(new Training.EarlyStopping(Math.max(LEAST_PATIENCE, 3 * training.epochs() / 5), 0));
  }

  /** Both trainings. */
  static TrainingResult run(Trainer trainer, Blueprint blueprint, Dataset samples) {
    long begun = System.nanoTime();
    Training training = trainer.training();
    Split split = Split.of(samples, training.trial(), training.seed());
    Dataset learned = samples.subset(split.training());
    Dataset heldAside = samples.subset(split.validation());
    trainer.listener().trialStarted(heldAside.size());
    TrainingRun first =
        new TrainingRun(
            trainer.with(training.withEarlyStopping(patience(training))),
            blueprint,
            Pairs.same(learned),
            Optional.of(Pairs.same(heldAside)),
            new EpochChoice.Least(NOISE / Math.sqrt(heldAside.size())),
            begun);
    TrainingResult trial = first.run(Optional.empty());
    if (trial.stopReason() == StopReason.INTERRUPTED
        || trial.stopReason() == StopReason.TIME_LIMIT) {
      return trial;
    }
    trainer.listener().trialEnded(trial.bestEpoch());
    return new TrainingRun(
            trainer,
            blueprint,
            Pairs.same(samples),
            Optional.empty(),
            new EpochChoice.Given(trial.bestEpoch()),
            begun)
        .run(Optional.empty());
  }
}
