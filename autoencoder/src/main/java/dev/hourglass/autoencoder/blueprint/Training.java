package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Every choice of how to train; start from {@link #defaults} and change what you like.
 *
 * @param length when it ends
 * @param batchSize samples per step; at least 1
 * @param descent how a gradient becomes a step
 * @param checkpoint file written after every epoch, from which {@code Trainer} can resume
 * @param seed of initial parameters, shuffling and noise
 * @param machine what it runs on
 * @param feed how samples come to the encoder
 */
public record Training(
    Length length,
    int batchSize,
    Descent descent,
    Optional<Path> checkpoint,
    long seed,
    Machine machine,
    Feed feed) {

  /** The default seed. */
  public static final long DEFAULT_SEED = 42;

  /** Steps that {@link #withEnoughEpochs} sees to. */
  public static final int ENOUGH_STEPS = 2_000;

  /**
   * When training ends.
   *
   * @param epochs passes over the training samples; at least 1
   * @param earlyStopping when to stop for want of improvement
   * @param timeLimit how long training may take; it stops after the epoch or step that passes it
   * @param trial the share of the samples, in [0, 1), that a first training holds aside to find
   *     after how many epochs it serves them best; then all samples are trained on for as many. 0
   *     for none; there is none either where validation samples choose the epoch
   */
  public record Length(
      int epochs,
      Optional<EarlyStopping> earlyStopping,
      Optional<Duration> timeLimit,
      double trial) {
    /** Without a trial. */
    public Length(int epochs, Optional<EarlyStopping> earlyStopping, Optional<Duration> timeLimit) {
      this(epochs, earlyStopping, timeLimit, 0);
    }

    public Length {
      if (!(trial >= 0 && trial < 1)) {
        throw new IllegalArgumentException(
            "the share of samples that a trial holds aside is at least 0 and below 1, but was "
                + trial);
      }
      if (epochs < 1) {
        throw new IllegalArgumentException("training lasts 1 or more epochs, but was " + epochs);
      }
      timeLimit.ifPresent(
          limit -> {
            if (limit.isNegative() || limit.isZero()) {
              throw new IllegalArgumentException(
                  "the time limit must be above 0, but was " + limit);
            }
          });
    }
  }

  /**
   * How samples come to the encoder.
   *
   * @param centered whether it learns from samples less their mean, which goes into its first bias
   *     when training is over; sparse samples are never centred, for that would fill them
   * @param augmentation how pictures are changed each time
   */
  public record Feed(boolean centered, Augmentation augmentation) {}

  /**
   * How a gradient becomes a step.
   *
   * @param optimizer the rule of a step
   * @param learningRate the schedule's base; above 0
   * @param schedule of the learning rate
   * @param gradientNorm gradients longer than this, weight decay's part left out, are scaled down
   *     to it; above 0 where present
   * @param layerRates what part of the learning rate each layer has
   */
  public record Descent(
      Optimizer optimizer,
      double learningRate,
      LearningRate schedule,
      Optional<Double> gradientNorm,
      LayerRates layerRates) {
    /** All layers at the same rate. */
    public Descent(
        Optimizer optimizer,
        double learningRate,
        LearningRate schedule,
        Optional<Double> gradientNorm) {
      this(optimizer, learningRate, schedule, gradientNorm, LayerRates.EQUAL);
    }

    public Descent {
      if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the learning rate must be above 0, but was " + learningRate);
      }
      gradientNorm.ifPresent(
          norm -> {
            if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
              throw new IllegalArgumentException(
                  "the gradient norm must be above 0, but was " + norm);
            }
          });
    }
  }

  /**
   * What training runs on.
   *
   * @param workers threads that share each batch; at least 1
   * @param precision of products and activations
   */
  public record Machine(int workers, PrecisionChoice precision) {
    public Machine {
      if (workers < 1) {
        throw new IllegalArgumentException("there are 1 or more workers, but was " + workers);
      }
    }
  }

  /**
   * When to stop for want of improvement; the best parameters are restored.
   *
   * @param patience epochs without improvement; at least 1
   * @param minimumImprovement how much lower the monitored loss must be to count, as a fraction of
   *     that of the last epoch that counted; 0 or more
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

    /** As people write it: {@code 5} or {@code 5:0.01}. */
    public String text() {
      return minimumImprovement == 0
          ? Integer.toString(patience)
          : patience + ":" + Decimal.text(minimumImprovement);
    }

    /**
     * The inverse of {@link #text}.
     *
     * @throws IllegalArgumentException saying what was found and what is expected
     */
    public static EarlyStopping parse(String text) {
      Spelling spelling = Spelling.ofNumbers("early stopping", text, "PATIENCE[:MIN_IMPROVEMENT]");
      return spelling.finish(new EarlyStopping(spelling.integer(), spelling.number(0)));
    }
  }

  public Training {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch has 1 or more samples, but was " + batchSize);
    }
  }

  /**
   * 30 epochs of batches of 128, Adam at 3e-3 along a cosine, one worker per processor, precision
   * auto.
   */
  public static Training defaults() {
    return new Training(
        new Length(30, Optional.empty(), Optional.empty()),
        128,
        new Descent(
            new Optimizer.Adam(),
            3e-3,
            new LearningRate.Cosine(LearningRate.DEFAULT_WARM_UP),
            Optional.empty()),
        Optional.empty(),
        DEFAULT_SEED,
        new Machine(Runtime.getRuntime().availableProcessors(), PrecisionChoice.AUTO),
        new Feed(true, Augmentation.NONE));
  }

  /** Passes over the training samples. */
  public int epochs() {
    return length.epochs();
  }

  /** When to stop for want of improvement. */
  public Optional<EarlyStopping> earlyStopping() {
    return length.earlyStopping();
  }

  /** How long it may take. */
  public Optional<Duration> timeLimit() {
    return length.timeLimit();
  }

  /** The share of the samples that a first training holds aside. */
  public double trial() {
    return length.trial();
  }

  /** The rule of a step. */
  public Optimizer optimizer() {
    return descent.optimizer();
  }

  /** The schedule's base. */
  public double learningRate() {
    return descent.learningRate();
  }

  /** Of the learning rate. */
  public LearningRate schedule() {
    return descent.schedule();
  }

  /** What longer gradients are scaled down to. */
  public Optional<Double> gradientNorm() {
    return descent.gradientNorm();
  }

  /** What part of the learning rate each layer has. */
  public LayerRates layerRates() {
    return descent.layerRates();
  }

  /** Whether the encoder learns from samples less their mean. */
  public boolean centered() {
    return feed.centered();
  }

  /** How pictures are changed each time they are trained on. */
  public Augmentation augmentation() {
    return feed.augmentation();
  }

  /** Threads that share each batch. */
  public int workers() {
    return machine.workers();
  }

  /** Of products and activations. */
  public PrecisionChoice precision() {
    return machine.precision();
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
    return withEpochs(Math.max(epochs(), Math.ceilDiv(ENOUGH_STEPS, stepsPerEpoch)));
  }

  /** The same, ending otherwise. */
  public Training withLength(Length length) {
    return new Training(length, batchSize, descent, checkpoint, seed, machine, feed);
  }

  /** The same with another number of epochs. */
  public Training withEpochs(int epochs) {
    return withLength(new Length(epochs, earlyStopping(), timeLimit(), trial()));
  }

  /** The same with early stopping. */
  public Training withEarlyStopping(EarlyStopping earlyStopping) {
    return withLength(new Length(epochs(), Optional.of(earlyStopping), timeLimit(), trial()));
  }

  /** The same with a time limit. */
  public Training withTimeLimit(Duration timeLimit) {
    return withLength(new Length(epochs(), earlyStopping(), Optional.of(timeLimit), trial()));
  }

  /** The same with a trial that holds that share of the samples aside; 0 for none. */
  public Training withTrial(double trial) {
    return withLength(new Length(epochs(), earlyStopping(), timeLimit(), trial));
  }

  /** The same with batches of another size. */
  public Training withBatchSize(int batchSize) {
    return new Training(length, batchSize, descent, checkpoint, seed, machine, feed);
  }

  /** The same with other steps. */
  public Training withDescent(Descent descent) {
    return new Training(length, batchSize, descent, checkpoint, seed, machine, feed);
  }

  /** The same with another optimiser. */
  public Training withOptimizer(Optimizer optimizer) {
    return withDescent(
        new Descent(optimizer, learningRate(), schedule(), gradientNorm(), layerRates()));
  }

  /** The same with another learning rate. */
  public Training withLearningRate(double learningRate) {
    return withDescent(
        new Descent(optimizer(), learningRate, schedule(), gradientNorm(), layerRates()));
  }

  /** The same with another schedule of the learning rate. */
  public Training withSchedule(LearningRate schedule) {
    return withDescent(
        new Descent(optimizer(), learningRate(), schedule, gradientNorm(), layerRates()));
  }

  /** The same with clipped gradients. */
  public Training withGradientNorm(double gradientNorm) {
    return withDescent(
        new Descent(
            optimizer(), learningRate(), schedule(), Optional.of(gradientNorm), layerRates()));
  }

  /** The same with layers that learn at rates of their own. */
  public Training withLayerRates(LayerRates layerRates) {
    return withDescent(
        new Descent(optimizer(), learningRate(), schedule(), gradientNorm(), layerRates));
  }

  /** The same, writing checkpoints. */
  public Training withCheckpoint(Path checkpoint) {
    return new Training(length, batchSize, descent, Optional.of(checkpoint), seed, machine, feed);
  }

  /** The same with another seed. */
  public Training withSeed(long seed) {
    return new Training(length, batchSize, descent, checkpoint, seed, machine, feed);
  }

  /** The same with other workers. */
  public Training withWorkers(int workers) {
    return new Training(
        length, batchSize, descent, checkpoint, seed, new Machine(workers, precision()), feed);
  }

  /** The same in another precision. */
  public Training withPrecision(PrecisionChoice precision) {
    return new Training(
        length, batchSize, descent, checkpoint, seed, new Machine(workers(), precision), feed);
  }

  /** The same with samples that come otherwise. */
  public Training withFeed(Feed feed) {
    return new Training(length, batchSize, descent, checkpoint, seed, machine, feed);
  }

  /** The same on samples less their mean, or as they are. */
  public Training withCentered(boolean centered) {
    return withFeed(new Feed(centered, augmentation()));
  }

  /** The same with pictures changed each time. */
  public Training withAugmentation(Augmentation augmentation) {
    return withFeed(new Feed(centered(), augmentation));
  }
}
