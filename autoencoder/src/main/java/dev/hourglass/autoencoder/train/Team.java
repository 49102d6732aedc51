package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The workers' shares of a training step and what they tell each other.
 *
 * <p>Each worker has its own activations and its own gradient vector; in the second half of a step
 * each owns a slice of the parameters instead, sums everybody's gradients there and steps.
 */
final class Team {
  private final Blueprint blueprint;
  private final Training training;
  private final Networks networks;
  private final Kernels kernels;
  private final Workers workers;
  private final Dataset samples;
  private final Optional<Centering> centering;
  private final Member[] members;
  private final List<Tensor> gradients;
  private final List<Tensor> otherGradients;
  private final OptimizerState optimizerState;
  private final Optional<Tensor> sharedCodeGradient;
  private final double weightDecay;
  private final Optimizer withoutDecay;
  private double sharedPenalty;
  private long steps;

  /** One worker's part. */
  private final class Member {
    final PassContext context;
    final ShardPass.Buffers buffers;
    final Map<Integer, ShardPass> passes = new HashMap<>();
    final List<Range> ranges;
    final float[] activityPeaks = new float[blueprint.codeSize()];
    double batchError;
    double batchSquaredError;
    double batchPenalty;
    double epochError;
    double epochSquaredError;
    double epochPenalty;
    double gradientSquares;
    Tensor activitySums;
    long gatherNanos;
    long forwardNanos;
    long lossNanos;
    long backwardNanos;
    long optimizerNanos;
    long waitingNanos;

    Member(PassContext context, int rows, List<Range> ranges) {
      this.context = context;
      this.buffers = ShardPass.Buffers.allocate(blueprint, networks, context, centering, rows);
      this.ranges = ranges;
      this.activitySums = context.master(1, blueprint.codeSize());
    }

    ShardPass pass(int rows) {
      ShardPass known = passes.get(rows);
      if (known == null) {
        known = new ShardPass(blueprint, networks, context, centering, buffers, rows);
        passes.put(rows, known);
      }
      return known;
    }
  }

  /** Consecutive parameters that all decay or all do not. */
  private record Range(int from, int to, boolean decays) {}

  Team(TrainingContext shared, Dataset samples) {
    this.blueprint = shared.blueprint();
    this.training = shared.training();
    this.networks = shared.networks();
    this.kernels = shared.kernels();
    this.workers = shared.workers();
    this.samples = samples;
    this.centering = shared.centering();
    Arena arena = shared.arena();
    Precision precision = shared.precision();
    TrainingState state = shared.state();
    this.weightDecay =
        blueprint.penalty(Penalty.WeightDecay.class).map(Penalty.WeightDecay::weight).orElse(0.0);
    this.withoutDecay =
        training.optimizer() instanceof Optimizer.AdamW a
            ? new Optimizer.AdamW(a.beta1(), a.beta2(), a.epsilon(), 0)
            : training.optimizer();
    int count = workers.count();
    int batch = Math.min(training.batchSize(), samples.size());
    this.members = new Member[count];
    for (int i = 0; i < count; i++) {
      Tensor gradient =
          Tensor.allocate(arena, Shape.vector(networks.layout().size()), precision.master());
      PassContext context =
          new PassContext(kernels, precision, state.parameters(), state.weights(), gradient, arena);
      members[i] =
          new Member(
              context,
              workers.from(i + 1, batch) - workers.from(i, batch) + 1,
              ranges((double) i / count, (double) (i + 1) / count));
    }
    this.gradients = Arrays.stream(members).map(m -> m.context.gradient()).toList();
    this.otherGradients = gradients.subList(1, count);
    this.optimizerState =
        new OptimizerState(
            state.parameters(),
            training.gradientNorm().isPresent() ? List.of(gradients.getFirst()) : gradients,
            state.first(),
            state.second(),
            state.weights());
    this.sharedCodeGradient =
        blueprint
            .penalty(Penalty.KlSparsity.class)
            .map(
                _ ->
                    Tensor.allocate(arena, Shape.vector(blueprint.codeSize()), precision.master()));
  }

  private List<Range> ranges(double fromShare, double toShare) {
    int from = networks.layout().cut(fromShare);
    int to = networks.layout().cut(toShare);
    boolean matters = weightDecay > 0 || training.optimizer() instanceof Optimizer.AdamW;
    if (!matters) {
      return List.of(new Range(from, to, false));
    }
    List<Range> ranges = new ArrayList<>();
    int at = from;
    for (ParameterLayout.Slot slot : networks.layout().slots()) {
      int slotFrom = Math.max(from, slot.offset());
      int slotTo = Math.min(to, slot.end());
      if (slotFrom < slotTo) {
        if (at < slotFrom) {
          ranges.add(new Range(at, slotFrom, false));
        }
        ranges.add(new Range(slotFrom, slotTo, slot.decays()));
        at = slotTo;
      }
    }
    if (at < to) {
      ranges.add(new Range(at, to, false));
    }
    return ranges;
  }

  void startEpoch() {
    for (Member member : members) {
      member.epochError = 0;
      member.epochSquaredError = 0;
      member.epochPenalty = 0;
      Arrays.fill(member.activityPeaks, 0);
    }
  }

  /** A worker's share of the batch forward and backward, into its own gradient vector. */
  void forwardAndBackward(int worker, int epoch, int step, int[] order, int batchSize) {
    Member member = members[worker];
    int from = workers.from(worker, batchSize);
    int rows = workers.from(worker + 1, batchSize) - from;
    if (rows == 0) {
      skip(worker, batchSize);
      return;
    }
    ShardPass pass = member.pass(rows);
    long start = System.nanoTime();
    pass.gather(samples, order, step * training.batchSize() + from);
    long gathered = System.nanoTime();
    pass.encode(training.seed(), epoch, step, from);
    pass.decode();
    long forward = System.nanoTime();
    pass.compare(batchSize);
    long compared = System.nanoTime();
    if (sharedCodeGradient.isPresent()) {
      member.activitySums.copyFrom(pass.activitySums());
      shareActivity(worker, batchSize);
    }
    pass.backward(batchSize, sharedCodeGradient);
    member.batchError = pass.reconstructionError();
    member.batchSquaredError = pass.squaredError();
    member.batchPenalty = pass.penalty();
    notePeaks(member.activityPeaks, pass.squaredActivity());
    long end = System.nanoTime();
    member.gatherNanos += gathered - start;
    member.forwardNanos += forward - gathered;
    member.lossNanos += compared - forward;
    member.backwardNanos += end - compared;
  }

  private void skip(int worker, int batchSize) {
    Member member = members[worker];
    member.context.gradient().clear();
    member.batchError = 0;
    member.batchSquaredError = 0;
    member.batchPenalty = 0;
    if (sharedCodeGradient.isPresent()) {
      member.activitySums.clear();
      shareActivity(worker, batchSize);
    }
  }

  /** The KL sparsity penalty looks at mean activations over the whole batch: one more meeting. */
  private void shareActivity(int worker, int batchSize) {
    workers.meet();
    if (worker == 0) {
      Penalty.KlSparsity sparsity = blueprint.penalty(Penalty.KlSparsity.class).orElseThrow();
      double rho = sparsity.rho();
      double sum = 0;
      for (int unit = 0; unit < blueprint.codeSize(); unit++) {
        double total = 0;
        for (Member member : members) {
          total += member.activitySums.get(unit);
        }
        double mean = Math.clamp(total / batchSize, MEAN_BOUND, 1 - MEAN_BOUND);
        sum += rho * Math.log(rho / mean) + (1 - rho) * Math.log((1 - rho) / (1 - mean));
        double slope = -rho / mean + (1 - rho) / (1 - mean);
        sharedCodeGradient.orElseThrow().set(unit, sparsity.weight() * slope / batchSize);
      }
      sharedPenalty = sparsity.weight() * sum * batchSize;
    }
    workers.meet();
  }

  /** Keeps the logarithms of the KL sparsity penalty finite for units that are always off or on. */
  private static final double MEAN_BOUND = 1e-6;

  private static void notePeaks(float[] peaks, Tensor squares) {
    for (int unit = 0; unit < peaks.length; unit++) {
      peaks[unit] = Math.max(peaks[unit], (float) squares.get(unit));
    }
  }

  /** A meeting whose waiting time is noted. */
  void meet(int worker) {
    long start = System.nanoTime();
    workers.meet();
    members[worker].waitingNanos += System.nanoTime() - start;
  }

  /** Sums everybody's gradients over the worker's slice of the parameters and steps there. */
  void step(int worker, double learningRate, long iteration) {
    Member member = members[worker];
    long start = System.nanoTime();
    double gradientScale = training.gradientNorm().isPresent() ? clip(member) : 1;
    for (Range range : member.ranges) {
      kernels.step(
          range.decays ? training.optimizer() : withoutDecay,
          learningRate,
          iteration,
          gradientScale,
          range.decays ? weightDecay : 0,
          optimizerState,
          range.from,
          range.to);
    }
    member.optimizerNanos += System.nanoTime() - start;
    finishStep(worker);
  }

  /** Sums everybody's gradients into the first and tells what makes the sum short enough. */
  private double clip(Member member) {
    Tensor sum = gradients.getFirst();
    member.gradientSquares = 0;
    for (Range range : member.ranges) {
      kernels.sumInto(sum, otherGradients, range.from, range.to);
      member.gradientSquares += kernels.sumOfSquares(sum, range.from, range.to);
    }
    workers.meet();
    double squares = 0;
    for (Member each : members) {
      squares += each.gradientSquares;
    }
    return Math.min(1, training.gradientNorm().get() / Math.sqrt(squares));
  }

  private void finishStep(int worker) {
    Member member = members[worker];
    member.epochError += member.batchError;
    member.epochSquaredError += member.batchSquaredError;
    member.epochPenalty += member.batchPenalty;
    if (worker == 0) {
      member.epochPenalty += sharedPenalty;
      steps++;
    }
  }

  /** The last batch's objective, its mean over the batch, without weight decay. */
  double batchLoss(int batchSize) {
    double sum = sharedPenalty;
    for (Member member : members) {
      sum += member.batchError + member.batchPenalty;
    }
    return sum / batchSize;
  }

  double epochReconstructionError() {
    return Arrays.stream(members).mapToDouble(m -> m.epochError).sum();
  }

  double epochSquaredError() {
    return Arrays.stream(members).mapToDouble(m -> m.epochSquaredError).sum();
  }

  double epochPenalty() {
    return Arrays.stream(members).mapToDouble(m -> m.epochPenalty).sum();
  }

  /** Each worker's part of the gradient. */
  List<Tensor> gradients() {
    return gradients;
  }

  /** λ/2 ‖W‖² of the parameters as they are now. */
  double weightDecayPenalty() {
    if (weightDecay == 0) {
      return 0;
    }
    double squares = 0;
    for (ParameterLayout.Slot slot : networks.layout().slots()) {
      if (slot.decays()) {
        squares += kernels.sumOfSquares(optimizerState.parameters(), slot.offset(), slot.end());
      }
    }
    return weightDecay / 2 * squares;
  }

  /**
   * Code units that were active for no sample since the epoch began. Active is different from zero
   * where the code can be exactly zero (ReLU, top-k), else of magnitude {@link #ACTIVE} or more.
   */
  int deadUnits() {
    boolean exact =
        blueprint.codeActivation() == Activation.RELU
            || blueprint.bottleneck() instanceof Bottleneck.TopK;
    double threshold = exact ? Double.MIN_VALUE : ACTIVE * ACTIVE;
    int dead = 0;
    for (int unit = 0; unit < blueprint.codeSize(); unit++) {
      double peak = 0;
      for (Member member : members) {
        peak = Math.max(peak, member.activityPeaks[unit]);
      }
      if (peak < threshold) {
        dead++;
      }
    }
    return dead;
  }

  /** The smallest magnitude that counts as active where a code is never exactly zero. */
  static final double ACTIVE = 1e-3;

  StepTimes stepTimes() {
    Member first = members[0];
    return new StepTimes(
        first.gatherNanos / 1e9,
        first.forwardNanos / 1e9,
        first.lossNanos / 1e9,
        first.backwardNanos / 1e9,
        first.optimizerNanos / 1e9,
        first.waitingNanos / 1e9,
        steps);
  }
}
