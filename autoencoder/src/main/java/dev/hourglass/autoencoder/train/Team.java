package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.train.StopWatch.Phase;
import dev.hourglass.autoencoder.train.penalty.BatchPenalties;
import dev.hourglass.autoencoder.train.penalty.PenaltyPass;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The workers' shards of a training step and what they tell each other.
 *
 * <p>Each worker has a shard of its own with its own gradient vector; in the second half of a step
 * each owns a slice of the parameters instead ({@link ParameterStep}).
 */
final class Team {
  private final Blueprint blueprint;
  private final Networks networks;
  private final int batchSize;
  private final Workers workers;
  private final Shard[] shards;
  private final Sums[] sums;
  private final StopWatch[] watches;
  private final BatchPenalties batchPenalties;
  private final ParameterStep parameterStep;
  private long steps;

  /** What an epoch came to so far, for one worker. */
  private static final class Sums {
    private final UnitActivity activity;
    private double error;
    private double squaredError;
    private double penalty;

    Sums(UnitActivity activity) {
      this.activity = activity;
    }

    void clear() {
      error = 0;
      squaredError = 0;
      penalty = 0;
      activity.clear();
    }

    void add(Shard shard) {
      error += shard.reconstructionError();
      squaredError += shard.squaredError();
      penalty += shard.penalty();
    }
  }

  /**
   * A team whose shards compute in this process.
   *
   * @param samples to train on
   */
  static Team local(TrainingContext shared, Pairs samples) {
    return new Team(
        shared,
        samples.size(),
        (setting, worker, mostRows, watch) -> new LocalShard(shared, samples, mostRows, watch));
  }

  /**
   * A team with shards of any kind.
   *
   * @param samples how many there are to train on
   */
  Team(TrainingContext shared, int samples, Shard.Maker maker) {
    this.blueprint = shared.blueprint();
    this.networks = shared.networks();
    this.batchSize = shared.training().batchSize();
    this.workers = shared.workers();
    int count = workers.count();
    int batch = Math.min(batchSize, samples);
    Shard.Setting setting =
        new Shard.Setting(
            blueprint, shared.networks(), shared.training(), shared.state().parameters());
    this.shards = new Shard[count];
    this.sums = new Sums[count];
    this.watches = new StopWatch[count];
    for (int i = 0; i < count; i++) {
      int mostRows = workers.from(i + 1, batch) - workers.from(i, batch) + 1;
      watches[i] = new StopWatch();
      sums[i] = new Sums(UnitActivity.of(blueprint, shared.networks()));
      shards[i] = maker.make(setting, i, mostRows, watches[i]);
    }
    this.batchPenalties =
        new BatchPenalties(
            blueprint,
            blueprint.penalties(),
            count,
            new PenaltyPass.Moments(shared.training().seed(), shared.training().epochs()));
    this.parameterStep = new ParameterStep(shared, gradients());
  }

  void startEpoch(int epoch) {
    for (Sums each : sums) {
      each.clear();
    }
    for (Shard shard : shards) {
      shard.startEpoch(epoch);
    }
  }

  /** A worker's share of the batch forward and backward, into its own gradient vector. */
  void forwardAndBackward(int worker, int epoch, int step, int[] order, int batchSize) {
    Shard shard = shards[worker];
    int from = workers.from(worker, batchSize);
    int rows = workers.from(worker + 1, batchSize) - from;
    StopWatch watch = watches[worker];
    watch.start();
    shard.gather(order, step * this.batchSize + from, rows);
    shard.forward(epoch, step, from, batchSize);
    if (batchPenalties.arePresent()) {
      shard.sumStatistics(batchPenalties.sumsOf(worker));
      workers.meet();
      if (worker == 0) {
        batchPenalties.look(batchSize, epoch, step);
      }
      workers.meet();
    }
    shard.backward(batchSize, batchPenalties.slopes());
    shard.noteActivity(sums[worker].activity);
    watch.lap(Phase.BACKWARD);
  }

  /** A meeting whose waiting time is noted. */
  void meet(int worker) {
    watches[worker].start();
    workers.meet();
    watches[worker].lap(Phase.WAITING);
  }

  /** Sums everybody's gradients over the worker's slice of the parameters and steps there. */
  void step(int worker, double learningRate, long iteration) {
    watches[worker].start();
    parameterStep.run(worker, learningRate, iteration);
    watches[worker].lap(Phase.OPTIMIZER);
    sums[worker].add(shards[worker]);
    if (worker == 0) {
      sums[worker].penalty += batchPenalties.sum();
      steps++;
    }
  }

  /** The last batch's objective, its mean over the batch, without weight decay. */
  double batchLoss(int batchSize) {
    double sum = batchPenalties.sum();
    for (Shard shard : shards) {
      sum += shard.reconstructionError() + shard.penalty();
    }
    return sum / batchSize;
  }

  double epochReconstructionError() {
    return Arrays.stream(sums).mapToDouble(s -> s.error).sum();
  }

  double epochSquaredError() {
    return Arrays.stream(sums).mapToDouble(s -> s.squaredError).sum();
  }

  double epochPenalty() {
    return Arrays.stream(sums).mapToDouble(s -> s.penalty).sum();
  }

  /** Each worker's part of the gradient. */
  List<Tensor> gradients() {
    return Arrays.stream(shards).map(Shard::gradient).toList();
  }

  /** λ/2 ‖W‖² of the parameters as they are now. */
  double weightDecayPenalty() {
    return parameterStep.weightDecayPenalty();
  }

  /** Code units that were active for no sample since the epoch began. */
  int deadUnits() {
    return activity().dead(blueprint);
  }

  /** How often each entry of the codebooks was chosen since the epoch began. */
  long[] uses() {
    return activity().uses();
  }

  private UnitActivity activity() {
    UnitActivity all = UnitActivity.of(blueprint, networks);
    for (Sums each : sums) {
      all.add(each.activity);
    }
    return all;
  }

  StepTimes stepTimes() {
    return watches[0].times(steps);
  }
}
