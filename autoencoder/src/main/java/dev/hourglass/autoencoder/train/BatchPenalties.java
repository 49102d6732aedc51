package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The penalties that look at mean activations over the whole batch: between forward and backward
 * the workers meet, one of them adds the shards' sums, and all go on with the gradient that came of
 * it.
 */
final class BatchPenalties {
  private final PenaltyPass.OnBatch[] penalties;
  private final double[][] shardSums;
  private final double[] activitySums;
  private final Optional<Tensor> codeGradient;
  private double sum;

  BatchPenalties(TrainingContext shared) {
    Blueprint blueprint = shared.blueprint();
    List<PenaltyPass.OnBatch> found = new ArrayList<>();
    for (Penalty penalty : blueprint.penalties()) {
      switch (PenaltyPass.of(penalty)) {
        case PenaltyPass.OnBatch p -> found.add(p);
        case PenaltyPass.OnCode _,
            PenaltyPass.OnEncoder _,
            PenaltyPass.OnBottleneck _,
            PenaltyPass.OnParameters _ -> {}
      }
    }
    this.penalties = found.toArray(PenaltyPass.OnBatch[]::new);
    this.shardSums = new double[shared.workers().count()][blueprint.codeSize()];
    this.activitySums = new double[blueprint.codeSize()];
    this.codeGradient =
        found.isEmpty()
            ? Optional.empty()
            : Optional.of(shared.room().master(1, blueprint.codeSize()));
  }

  /** Whether there are any, and so whether the workers meet. */
  boolean arePresent() {
    return codeGradient.isPresent();
  }

  /** A worker's own part. */
  void sum(int worker, Shard shard) {
    shard.sumActivity(shardSums[worker]);
  }

  /** One worker does this while the others wait. */
  void look(int batchSize) {
    Arrays.fill(activitySums, 0);
    for (double[] sums : shardSums) {
      for (int unit = 0; unit < activitySums.length; unit++) {
        activitySums[unit] += sums[unit];
      }
    }
    codeGradient.orElseThrow().clear();
    sum = 0;
    for (PenaltyPass.OnBatch penalty : penalties) {
      sum += penalty.backward(activitySums, batchSize, codeGradient.get());
    }
  }

  /** {@code [1, code]}: what they add to every code's gradient. */
  Optional<Tensor> codeGradient() {
    return codeGradient;
  }

  /** The penalties of the last batch, summed over its rows. */
  double sum() {
    return sum;
  }
}
