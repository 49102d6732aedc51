package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The penalties that look at sums over the whole batch: between forward and backward the workers
 * meet, one of them adds the shards' sums, and all go on with the slopes that came of it.
 */
public final class BatchPenalties {
  private final PenaltyPass.Judged[] penalties;
  private final double[][] shardSums;
  private final double[] sums;
  private final double[] slopes;
  private double sum;

  /**
   * Those among a blueprint's penalties.
   *
   * @param penalties to look among
   * @param workers how many there are
   */
  public BatchPenalties(
      Blueprint blueprint, List<Penalty> penalties, int workers, PenaltyPass.Moments moments) {
    List<PenaltyPass.Judged> found = new ArrayList<>();
    int count = 0;
    for (Penalty penalty : penalties) {
      switch (PenaltyPass.of(penalty)) {
        case PenaltyPass.OnBatch p -> {
          found.add(p.look(blueprint, moments));
          count += found.getLast().count();
        }
        case PenaltyPass.OnCode _,
            PenaltyPass.OnEncoder _,
            PenaltyPass.OnBottleneck _,
            PenaltyPass.OnParameters _ -> {}
      }
    }
    this.penalties = found.toArray(PenaltyPass.Judged[]::new);
    this.shardSums = new double[workers][count];
    this.sums = new double[count];
    this.slopes = new double[count];
  }

  /** Whether there are any, and so whether the workers meet. */
  public boolean arePresent() {
    return penalties.length > 0;
  }

  /** Where a worker's shard leaves its sums. */
  public double[] sumsOf(int worker) {
    return shardSums[worker];
  }

  /** One worker does this while the others wait. */
  public void look(int batchSize, int epoch, int step) {
    Arrays.fill(sums, 0);
    for (double[] each : shardSums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += each[i];
      }
    }
    sum = 0;
    int at = 0;
    for (PenaltyPass.Judged penalty : penalties) {
      sum += penalty.look().look(sums, at, batchSize, epoch, step, slopes);
      at += penalty.count();
    }
  }

  /** The objective's slopes by each of the sums; empty where there are none. */
  public double[] slopes() {
    return slopes;
  }

  /** The penalties of the last batch, summed over its rows. */
  public double sum() {
    return sum;
  }
}
