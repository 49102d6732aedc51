package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.base.Label;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a model is fine-tuned.
 *
 * @param labels which are looked at, and as what
 * @param scratch whether the same network starts from random weights and sees labelled samples
 *     alone, for comparison
 * @param depth what layers near the input may change
 * @param regularization what keeps few samples from being learned by heart
 * @param validation share of the labelled samples, in [0, 1), that is not trained on and tells
 *     which epoch serves best; where empty a tenth of 5,000 and more, none of fewer, which are
 *     missed
 * @param training what is to be otherwise than by default
 */
public record FineTuningOptions(
    LabelChoice labels,
    boolean scratch,
    Depth depth,
    Regularization regularization,
    OptionalDouble validation,
    TrainingChanges training) {

  /** Others that are taken without their labels, unless something else is asked. */
  public static final int DEFAULT_UNLABELLED = 10_000;

  /** The default of {@link Depth#decay}. */
  public static final double DEFAULT_DECAY = 0.5;

  /** What labels are. */
  public enum Kind {
    /**
     * Numbers where they all are and one has a fraction or they are more than fifty; else classes.
     */
    AUTO,
    /** Names, whatever they look like. */
    CLASSES,
    /** Numbers that are told as such. */
    NUMBER;

    /** The name users write. */
    public String label() {
      return Label.of(this);
    }
  }

  /**
   * Which labels are looked at.
   *
   * @param labelled how many samples', of each class as many; all where empty
   * @param unlabelled at most so many of the other samples are learned from too, their labels
   *     unseen, where that helps; 0 or more
   * @param kind what labels are
   * @param skipMissing whether samples whose label is missing are taken for unlabelled ones, and
   *     not for an error
   */
  public record LabelChoice(OptionalInt labelled, int unlabelled, Kind kind, boolean skipMissing) {
    /** Refuses numbers below 0. */
    public LabelChoice {
      if (unlabelled < 0 || labelled.orElse(1) < 1) {
        throw new IllegalArgumentException(
            "there are 1 or more labelled and 0 or more unlabelled samples, but was %s and %d"
                .formatted(labelled, unlabelled));
      }
    }
  }

  /**
   * What layers near the input may change.
   *
   * @param frozen how many of the encoder's layers, from the input on, stay as they are; more than
   *     there are for all
   * @param decay by which the learning rate shrinks from each of the encoder's layers to the one
   *     before it; in (0, 1]
   */
  public record Depth(int frozen, double decay) {
    /** Stands for all of the encoder. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Refuses what is out of range. */
    public Depth {
      if (frozen < 0) {
        throw new IllegalArgumentException("0 or more layers stay as they are, but was " + frozen);
      }
      if (!(decay > 0 && decay <= 1)) {
        throw new IllegalArgumentException(
            "the learning rate shrinks by a factor in (0, 1] a layer, but was " + decay);
      }
    }
  }

  /**
   * What keeps few samples from being learned by heart.
   *
   * @param dropout of the encoder's stages, in [0, 1)
   * @param corruption of the samples while training
   */
  public record Regularization(double dropout, Corruption corruption) {
    /** Refuses a dropout outside [0, 1). */
    public Regularization {
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout is at least 0 and below 1, but was " + dropout);
      }
    }
  }

  /** Refuses a share outside [0, 1). */
  public FineTuningOptions {
    double share = validation.orElse(0);
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "the share held aside is at least 0 and below 1, but was " + share);
    }
  }

  /** All labels, all layers, nothing disturbed. */
  public static FineTuningOptions defaults() {
    return new FineTuningOptions(
        new LabelChoice(OptionalInt.empty(), DEFAULT_UNLABELLED, Kind.AUTO, false),
        false,
        new Depth(0, DEFAULT_DECAY),
        new Regularization(0, new Corruption.None()),
        OptionalDouble.empty(),
        TrainingChanges.none());
  }

  /** The same with so many labels. */
  public FineTuningOptions withLabelled(int labelled) {
    return withLabels(
        new LabelChoice(
            OptionalInt.of(labelled), labels.unlabelled(), labels.kind(), labels.skipMissing()));
  }

  /** The same with at most so many samples without labels. */
  public FineTuningOptions withUnlabelled(int unlabelled) {
    return withLabels(
        new LabelChoice(labels.labelled(), unlabelled, labels.kind(), labels.skipMissing()));
  }

  /** The same with other labels. */
  public FineTuningOptions withLabels(LabelChoice labels) {
    return new FineTuningOptions(labels, scratch, depth, regularization, validation, training);
  }

  /** The same from random weights, or not. */
  public FineTuningOptions withScratch(boolean scratch) {
    return new FineTuningOptions(labels, scratch, depth, regularization, validation, training);
  }

  /** The same with other layers that may change. */
  public FineTuningOptions withDepth(Depth depth) {
    return new FineTuningOptions(labels, scratch, depth, regularization, validation, training);
  }

  /** The same with other changes to the training. */
  public FineTuningOptions withTraining(TrainingChanges training) {
    return new FineTuningOptions(labels, scratch, depth, regularization, validation, training);
  }

  /** The same with another share held aside. */
  public FineTuningOptions withValidation(double share) {
    return new FineTuningOptions(
        labels, scratch, depth, regularization, OptionalDouble.of(share), training);
  }

  /** The same, regularised otherwise. */
  public FineTuningOptions withRegularization(Regularization regularization) {
    return new FineTuningOptions(labels, scratch, depth, regularization, validation, training);
  }
}
