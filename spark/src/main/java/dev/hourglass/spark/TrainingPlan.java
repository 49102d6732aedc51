package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.engine.optimise.LearningRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a training is shared out: in rounds, each of which lets every partition go on from the same
 * parameters over a slice of its rows; then the partitions' parameters and their optimisers'
 * moments are averaged, weighed by rows (local SGD: Stich 2019; federated averaging: McMahan et al.
 * 2017; with Adam's moments averaged too: Reddi et al. 2021). Partitions share the batch, so that
 * they make as many steps as one machine.
 *
 * @param blueprint of the autoencoder
 * @param training over the whole of the rows
 * @param averagingSteps of a partition between two averages, about; at least 1
 * @param validation share of each partition's rows that choose the round; in [0, 1)
 * @param counts rows of each partition
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TrainingPlan(
    Blueprint blueprint, Training training, int averagingSteps, double validation, long[] counts) {
  /** Fewer rows are hardly cheaper to step through, and say little of the whole. */
  static final int LEAST_BATCH = 16;

  /** Rows in a step of one partition. */
  static int localBatch(int batch, int partitions) {
    return Math.min(batch, Math.max(LEAST_BATCH, Math.ceilDiv(batch, partitions)));
  }

  /** Rounds that go through all rows once. */
  int roundsPerEpoch() {
    double rows = Arrays.stream(counts).sum() * (1 - validation) / counts.length;
    double steps = rows / localBatch(training.batchSize(), counts.length);
    return (int) Math.clamp(Math.round(steps / averagingSteps), 1, Integer.MAX_VALUE);
  }

  int rounds() {
    return Math.multiplyExact(training.epochs(), roundsPerEpoch());
  }

  /**
   * An optimiser that divides by the root of mean squares divides by the noise of the partition's
   * batch, which the average of the partitions has not: steps grow with the root of what a batch is
   * smaller by (Malladi et al. 2022, the square root scaling rule).
   */
  private double rateOfSmallBatches() {
    int batch = training.batchSize();
    return training.optimizer().usesSecondMoment()
        ? Math.sqrt((double) batch / localBatch(batch, counts.length))
        : 1;
  }

  /**
   * What is trained in an epoch: a penalty that grows over the training has its weight of then, for
   * every round is a training of one epoch to those who do it.
   *
   * @param epoch from 1
   */
  Blueprint blueprint(int epoch) {
    List<Penalty> penalties = new ArrayList<>();
    for (Penalty penalty : blueprint.penalties()) {
      penalties.add(
          penalty instanceof Penalty.KlToPrior kl
              ? new Penalty.KlToPrior(kl.weight(epoch, training.epochs()), 0, kl.freeBits())
              : penalty);
    }
    return blueprint.withPenalties(penalties);
  }

  /** What the partitions do in a round. */
  LocalRound.Share share(int round) {
    int slices = roundsPerEpoch();
    double progress = (round + 0.5) / slices;
    double factor =
        training.schedule().factor(progress, training.epochs(), LearningRate.Plateau.START);
    Training local =
        training
            .withBatchSize(localBatch(training.batchSize(), counts.length))
            .withLength(new Training.Length(1, Optional.empty(), Optional.empty()))
            .withLearningRate(training.learningRate() * factor * rateOfSmallBatches())
            .withSchedule(new LearningRate.Constant());
    return new LocalRound.Share(
        local.toMap(),
        training.seed(),
        round,
        round / slices + 1,
        round % slices,
        slices,
        validation);
  }

  /** A look at the held-out rows and nothing else. */
  LocalRound.Share look() {
    return new LocalRound.Share(
        training.withTrial(0).toMap(), training.seed(), rounds(), 1, 0, 0, validation);
  }

  /** Refuses what is not averaged. */
  TrainingPlan {
    if (training.schedule() instanceof LearningRate.OnPlateau) {
      throw new IllegalArgumentException(
          "option 'schedule' = %s watches one training, but here there are many; use another"
              .formatted(training.schedule().text()));
    }
    if (averagingSteps < 1) {
      throw new IllegalArgumentException("averagingSteps is 1 or more, but was " + averagingSteps);
    }
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "validationFraction is at least 0 and below 1, but was " + validation);
    }
  }
}
