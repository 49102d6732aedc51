package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.SwapDonors;
import dev.hourglass.autoencoder.infer.InferencePass;
import dev.hourglass.autoencoder.infer.RowBudget;
import dev.hourglass.autoencoder.train.penalty.BatchPenalties;
import dev.hourglass.autoencoder.train.penalty.PenaltyPass;
import dev.hourglass.autoencoder.train.penalty.ShardStatistics;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures held-out samples with the parameters as they are, on all workers: damaged as training
 * samples are, by the same noise in every epoch, but without dropout. The loss of random codes is
 * that of codes drawn as in training, by the same draws in every epoch; the squared error that of
 * mean codes, as a trained model rebuilds.
 */
final class ValidationPass {
  /** Of the draws of penalties on all samples; no step of training has it. */
  private static final int NO_STEP = -1;

  private final Blueprint blueprint;

  private final Workers workers;
  private final Pairs samples;
  private final int[] order;
  private final InferencePass[] passes;
  private final Tensor[] damaged;
  private final SwapDonors[] donors;
  private final Tensor[] epsilon;
  private final long noiseKey;
  private final long codeKey;
  private final int[] classes;
  private final BatchPenalties batchPenalties;
  private final ShardStatistics[] statistics;
  private final int epochs;
  private final long seed;
  private final double[] losses;
  private final double[] squares;

  ValidationPass(TrainingContext shared, Pairs samples) {
    this.blueprint = shared.blueprint();
    this.workers = shared.workers();
    this.samples = samples;
    this.order = IntStream.range(0, samples.size()).toArray();
    this.passes = new InferencePass[workers.count()];
    this.damaged = new Tensor[workers.count()];
    this.donors = new SwapDonors[workers.count()];
    this.epsilon = new Tensor[workers.count()];
    this.noiseKey = Noise.key(shared.training().seed(), NoisePurpose.VALIDATION, 0, 0);
    this.codeKey = Noise.key(shared.training().seed(), NoisePurpose.VALIDATION_CODES, 0, 0);
    this.classes =
        blueprint.condition().map(each -> each.numbersOf(samples.inputs())).orElse(new int[0]);
    this.epochs = shared.training().epochs();
    this.seed = shared.training().seed();
    List<Penalty> ofPrior =
        blueprint.penalties().stream().filter(ValidationPass::isOfPrior).toList();
    this.batchPenalties =
        new BatchPenalties(
            blueprint, ofPrior, workers.count(), new PenaltyPass.Moments(seed, epochs));
    this.statistics = new ShardStatistics[workers.count()];
    this.losses = new double[workers.count()];
    this.squares = new double[workers.count()];
    PassContext context = shared.passContext(shared.room().master(1, 0));
    int rows =
        Math.min(
            Math.min(RowBudget.VALIDATION_ROWS, samples.size()),
            RowBudget.inferenceRows(blueprint, shared.networks(), context.precision()));
    for (int i = 0; i < passes.length; i++) {
      donors[i] = new SwapDonors(samples.inputs());
      damaged[i] = context.master(rows, blueprint.features());
      epsilon[i] = context.master(blueprint.isStochastic() ? rows : 0, blueprint.codeSize());
      passes[i] =
          new InferencePass(
              blueprint, shared.networks().withoutDropout(), context, shared.shift(), rows);
      statistics[i] =
          new ShardStatistics(
              ofPrior, context, new PenaltyPass.Rows(passes[i].code(), passes[i].heads()));
    }
  }

  /** A worker's share of the samples. */
  void measure(int worker) {
    InferencePass pass = passes[worker];
    double beta =
        blueprint
            .penalty(Penalty.KlToPrior.class)
            .filter(penalty -> penalty.freeBits() == 0)
            .map(Penalty.KlToPrior::beta)
            .orElse(0.0);
    Arrays.fill(batchPenalties.sumsOf(worker), 0);
    losses[worker] = 0;
    squares[worker] = 0;
    int end = workers.from(worker + 1, samples.size());
    for (int from = workers.from(worker, samples.size()); from < end; from += pass.rows()) {
      int count = Math.min(pass.rows(), end - from);
      samples.inputs().gather(order, from, count, pass.samples().segment());
      if (pass.condition().isPresent()) {
        pass.condition().get().fill(classes, order, from, count);
      }
      if (blueprint.corruption().isPresent()) {
        pass.encodeCorrupted(
            blueprint.corruption(), noiseKey, from, damaged[worker], donors[worker]);
      } else {
        pass.encode();
      }
      pass.decode();
      if (!samples.isSame()) {
        samples.targets().gather(order, from, count, pass.targets().segment());
      }
      Tensor rowSquares = pass.squaredErrors();
      for (int r = 0; r < count; r++) {
        squares[worker] += rowSquares.get(r);
      }
      if (blueprint.isStochastic()) {
        pass.drawCodes(codeKey, from, epsilon[worker]);
        pass.decode();
      }
      statistics[worker].read(seed, epochs, NO_STEP);
      statistics[worker].addTo(batchPenalties.sumsOf(worker), count);
      Tensor rowLosses = pass.losses();
      for (int r = 0; r < count; r++) {
        losses[worker] += rowLosses.get(r) + (beta > 0 ? beta * pass.divergence(r) : 0);
      }
    }
  }

  /**
   * Reconstruction error plus what holds codes to the prior, mean over the samples; that of free
   * bits and of the discrepancy over all samples at once. For one worker, after all have measured.
   */
  double loss() {
    double sum = IntStream.range(0, losses.length).mapToDouble(i -> losses[i]).sum();
    if (batchPenalties.arePresent()) {
      batchPenalties.look(samples.size(), epochs, NO_STEP);
      sum += batchPenalties.sum();
    }
    return sum / samples.size();
  }

  private static boolean isOfPrior(Penalty penalty) {
    return switch (penalty) {
      case Penalty.KlToPrior _, Penalty.MeanDiscrepancy _ -> true;
      case Penalty.L1 _, Penalty.KlSparsity _, Penalty.Contractive _, Penalty.WeightDecay _ ->
          false;
    };
  }

  /** Squared error per feature. */
  double mse() {
    return IntStream.range(0, squares.length).mapToDouble(i -> squares[i]).sum()
        / samples.size()
        / blueprint.targetFeatures();
  }
}
