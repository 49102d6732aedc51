package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Every choice of how to train; start from {@link #defaults} and change what you like.
 *
 * @param epochs passes over the training samples; at least 1
 * @param batchSize samples per step; at least 1
 * @param learningRate the schedule's base; above 0
 * @param schedule of the learning rate
 * @param optimizer the rule of a step
 * @param gradientNorm gradients longer than this are scaled down to it; above 0 where present
 * @param earlyStopping when to stop for want of improvement
 * @param timeLimit how long training may take; it stops after the epoch or step that passes it
 * @param checkpoint file written after every epoch, from which {@link Trainer} can resume
 * @param seed of initial parameters, shuffling and noise
 * @param workers threads that share each batch; at least 1
 * @param precision of products and activations
 */
public record Training(
    int epochs,
    int batchSize,
    double learningRate,
    LearningRate schedule,
    Optimizer optimizer,
    Optional<Double> gradientNorm,
    Optional<EarlyStopping> earlyStopping,
    Optional<Duration> timeLimit,
    Optional<Path> checkpoint,
    long seed,
    int workers,
    PrecisionChoice precision) {

  /** The default seed. */
  public static final long DEFAULT_SEED = 42;

  /** Steps that {@link #withEnoughEpochs} sees to. */
  public static final int ENOUGH_STEPS = 2_000;

  /**
   * When to stop for want of improvement; the best parameters are restored.
   *
   * @param patience epochs without improvement; at least 1
   * @param minimumImprovement how much lower the monitored loss must be to count, as a fraction of
   *     the best; 0 or more
   */
  public record EarlyStopping(int patience, double minimumImprovement) {
    public EarlyStopping {
      if (patience < 1) {
        throw new IllegalArgumentException(
            "early stopping's patience is 1 or more epochs, but was " + patience);
      }
      if (!(minimumImprovement >= 0 && minimumImprovement < 1)) {
        throw new IllegalArgumentException(
            "early stopping's minimum improvement is a fraction in [0, 1), but was "
                + minimumImprovement);
      }
    }
  }

  public Training {
    if (epochs < 1) {
      throw new IllegalArgumentException("training lasts 1 or more epochs, but was " + epochs);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch has 1 or more samples, but was " + batchSize);
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the learning rate must be above 0, but was " + learningRate);
    }
    if (workers < 1) {
      throw new IllegalArgumentException("there are 1 or more workers, but was " + workers);
    }
    gradientNorm.ifPresent(
        norm -> {
          if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                "the gradient norm must be above 0, but was " + norm);
          }
        });
    timeLimit.ifPresent(
        limit -> {
          if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("the time limit must be above 0, but was " + limit);
          }
        });
  }

  /**
   * 30 epochs of batches of 128, Adam at 3e-3 along a cosine, one worker per processor, precision
   * auto.
   */
  public static Training defaults() {
    return new Training(
        30,
        128,
        3e-3,
        new LearningRate.Cosine(1),
        new Optimizer.Adam(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_SEED,
        Runtime.getRuntime().availableProcessors(),
        PrecisionChoice.AUTO);
  }

  /** Plain maps, lists, strings and numbers, ready for JSON; without the checkpoint's path. */
  public Map<String, Object> toMap() {
    return TrainingMap.of(this);
  }

  /**
   * The inverse of {@link #toMap}.
   *
   * @throws IllegalArgumentException naming the key that is missing, unknown or of the wrong kind
   */
  public static Training fromMap(Map<String, Object> map) {
    return TrainingMap.read(map);
  }

  /**
   * The same, but with more epochs where samples are so few that {@link #epochs} make fewer than
   * {@link #ENOUGH_STEPS} steps: the optimiser counts steps, not epochs. On tables of 200 to 2,000
   * rows the defaults alone leave half as much error again as they might.
   *
   * @param samples to train on; at least 1
   */
  public Training withEnoughEpochs(int samples) {
    int stepsPerEpoch = Math.ceilDiv(samples, batchSize);
    return withEpochs(Math.max(epochs, Math.ceilDiv(ENOUGH_STEPS, stepsPerEpoch)));
  }

  public Training withEpochs(int epochs) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withBatchSize(int batchSize) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withLearningRate(double learningRate) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withSchedule(LearningRate schedule) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withOptimizer(Optimizer optimizer) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withGradientNorm(double norm) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        Optional.of(norm),
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withEarlyStopping(EarlyStopping earlyStopping) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        Optional.of(earlyStopping),
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withTimeLimit(Duration timeLimit) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        Optional.of(timeLimit),
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withCheckpoint(Path checkpoint) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        Optional.of(checkpoint),
        seed,
        workers,
        precision);
  }

  public Training withSeed(long seed) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withWorkers(int workers) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }

  public Training withPrecision(PrecisionChoice precision) {
    return new Training(
        epochs,
        batchSize,
        learningRate,
        schedule,
        optimizer,
        gradientNorm,
        earlyStopping,
        timeLimit,
        checkpoint,
        seed,
        workers,
        precision);
  }
}
