package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What somebody wants instead of the training that a preset comes with: each choice is made or left
 * to the preset. As {@link PresetChanges}, it is for what people fill in.
 *
 * @param length when training ends
 * @param batchSize samples per step; at least 1
 * @param descent how a gradient becomes a step
 * @param checkpoint file written after every epoch
 * @param seed of initial parameters, shuffling and noise
 * @param machine what it runs on
 * @param augmentation how pictures are changed each time they are trained on
 */
public record TrainingChanges(
    LengthChanges length,
    Optional<Integer> batchSize,
    DescentChanges descent,
    Optional<Path> checkpoint,
    Optional<Long> seed,
    MachineChanges machine,
    Optional<Augmentation> augmentation) {
  /**
   * Of when training ends.
   *
   * @param epochs passes over the training samples; enough of them ({@link
   *     Training#withEnoughEpochs}) where empty
   * @param earlyStopping when to stop for want of improvement
   * @param timeLimit how long training may take
   * @param trial the share of the samples that a first training holds aside; in [0, 1)
   */
  public record LengthChanges(
      Optional<Integer> epochs,
      Optional<Training.EarlyStopping> earlyStopping,
      Optional<Duration> timeLimit,
      Optional<Double> trial) {}

  /**
   * Of how a gradient becomes a step.
   *
   * @param optimizer the rule of a step
   * @param learningRate the schedule's base; above 0
   * @param schedule of the learning rate
   * @param gradientNorm gradients longer than this are scaled down to it; above 0
   */
  public record DescentChanges(
      Optional<Optimizer> optimizer,
      Optional<Double> learningRate,
      Optional<LearningRate> schedule,
      Optional<Double> gradientNorm) {}

  /**
   * Of what it runs on.
   *
   * @param workers threads that share each batch; at least 1
   * @param precision of products and activations
   */
  public record MachineChanges(Optional<Integer> workers, Optional<PrecisionChoice> precision) {}

  /** Every choice left to the preset. */
  public static TrainingChanges none() {
    return new TrainingChanges(
        new LengthChanges(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty(),
        new DescentChanges(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        new MachineChanges(Optional.empty(), Optional.empty()),
        Optional.empty());
  }

  /** Every choice spelled out as a training has it, but for where its checkpoint lies. */
  public static TrainingChanges of(Training training) {
    return new TrainingChanges(
        new LengthChanges(
            Optional.of(training.epochs()),
            training.earlyStopping(),
            training.timeLimit(),
            Optional.of(training.trial())),
        Optional.of(training.batchSize()),
        new DescentChanges(
            Optional.of(training.optimizer()),
            Optional.of(training.learningRate()),
            Optional.of(training.schedule()),
            training.gradientNorm()),
        Optional.empty(),
        Optional.of(training.seed()),
        new MachineChanges(Optional.of(training.workers()), Optional.of(training.precision())),
        Optional.of(training.augmentation()));
  }

  /** A training with these changes. */
  public Training applyTo(Training training) {
    Training changed = training;
    changed = length.epochs.map(changed::withEpochs).orElse(changed);
    changed = length.earlyStopping.map(changed::withEarlyStopping).orElse(changed);
    changed = length.timeLimit.map(changed::withTimeLimit).orElse(changed);
    changed = length.trial.map(changed::withTrial).orElse(changed);
    changed = batchSize.map(changed::withBatchSize).orElse(changed);
    changed = descent.optimizer.map(changed::withOptimizer).orElse(changed);
    changed = descent.learningRate.map(changed::withLearningRate).orElse(changed);
    changed = descent.schedule.map(changed::withSchedule).orElse(changed);
    changed = descent.gradientNorm.map(changed::withGradientNorm).orElse(changed);
    changed = checkpoint.map(changed::withCheckpoint).orElse(changed);
    changed = seed.map(changed::withSeed).orElse(changed);
    changed = machine.workers.map(changed::withWorkers).orElse(changed);
    changed = machine.precision.map(changed::withPrecision).orElse(changed);
    return augmentation.map(changed::withAugmentation).orElse(changed);
  }
}
