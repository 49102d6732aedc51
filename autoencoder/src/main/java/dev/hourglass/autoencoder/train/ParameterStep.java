package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.LayerRates;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.infer.SharedVariance;
import dev.hourglass.autoencoder.infer.VectorQuantizer;
import dev.hourglass.autoencoder.train.penalty.PenaltyPass;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The second half of a step: every worker sums all shards' gradients over its own slice of the
 * parameters and moves them there.
 */
final class ParameterStep {
  /** The share of its way to a batch's squared error that the one variance goes in a step. */
  private static final double VARIANCE_SHARE = 0.05;

  /** The share of its way to a batch's codes that an entry of a codebook goes, less what is due. */
  private static final double CODEBOOK_SHARE = 0.05;

  /** Up to as many inputs of a unit the learning rate holds as it is. */
  private static final double WIDE = 1024;

  private final Kernels kernels;
  private final Workers workers;
  private final ParameterLayout layout;
  private final Optimizer optimizer;
  private final LayerRates rates;
  private final ParameterLayout.Slot first;
  private final double readNumbers;
  private final UpdateRule decaying;
  private final UpdateRule withoutDecay;
  private final double gradientNorm;
  private final OptimizerState state;
  private final Tensor firstGradient;
  private final List<Tensor> otherGradients;
  private final Slice[] slices;
  private final Optional<SharedVariance> sharedVariance;
  private final Optional<VectorQuantizer> quantizer;
  private final Optional<Networks.Codebook> codebook;
  private final List<Tensor> gradients;

  /** A worker's part of the parameters, and the squared length of the gradient there. */
  private static final class Slice {
    private final Range[] ranges;
    private double gradientSquares;

    Slice(List<Range> ranges) {
      this.ranges = ranges.toArray(Range[]::new);
    }

    boolean contains(int parameter) {
      for (Range range : ranges) {
        if (range.from <= parameter && parameter < range.to) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Consecutive parameters that move alike.
   *
   * @param rate their part of the learning rate
   */
  private record Range(int from, int to, boolean decays, double rate) {}

  /**
   * Over the parameters of a training.
   *
   * @param gradients each shard's part of the gradient
   */
  ParameterStep(TrainingContext shared, List<Tensor> gradients) {
    this.quantizer = VectorQuantizer.of(shared.blueprint(), shared.networks(), 1);
    this.codebook = shared.networks().codebook();
    this.gradients = List.copyOf(gradients);
    this.kernels = shared.room().kernels();
    this.workers = shared.workers();
    this.layout = shared.networks().layout();
    this.optimizer = shared.training().optimizer();
    this.rates = shared.training().layerRates();
    rates.check(layout.slots());
    this.first = layout.slots().getFirst();
    this.readNumbers = shared.reading().numbers();
    double decay = 0;
    for (Penalty penalty : shared.blueprint().penalties()) {
      switch (PenaltyPass.of(penalty)) {
        case PenaltyPass.OnParameters p -> decay += p.weight();
        case PenaltyPass.OnCode _,
            PenaltyPass.OnBatch _,
            PenaltyPass.OnEncoder _,
            PenaltyPass.OnBottleneck _ -> {}
      }
    }
    this.decaying = new UpdateRule(optimizer, decay);
    this.withoutDecay =
        new UpdateRule(
            optimizer instanceof Optimizer.AdamW a
                ? new Optimizer.AdamW(a.beta1(), a.beta2(), a.epsilon(), 0)
                : optimizer,
            0);
    this.gradientNorm = shared.training().gradientNorm().orElse(Double.POSITIVE_INFINITY);
    this.firstGradient = gradients.getFirst();
    this.otherGradients = List.copyOf(gradients.subList(1, gradients.size()));
    TrainingState training = shared.state();
    this.state =
        new OptimizerState(
            training.parameters(),
            clips() ? List.of(firstGradient) : gradients,
            training.first(),
            training.second(),
            training.weights());
    this.sharedVariance = SharedVariance.of(shared.networks());
    this.slices = new Slice[workers.count()];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = new Slice(ranges((double) i / slices.length, (double) (i + 1) / slices.length));
    }
  }

  private boolean clips() {
    return gradientNorm < Double.POSITIVE_INFINITY;
  }

  private List<Range> ranges(double fromShare, double toShare) {
    int from = layout.cut(fromShare);
    int to = layout.cut(toShare);
    boolean decayMatters = !decaying.equals(withoutDecay);
    if (!decayMatters && layout.slots().stream().allMatch(slot -> rate(slot) == 1)) {
      return List.of(new Range(from, to, false, 1));
    }
    List<Range> ranges = new ArrayList<>();
    int at = from;
    for (ParameterLayout.Slot slot : layout.slots()) {
      int slotFrom = Math.max(from, slot.offset());
      int slotTo = Math.min(to, slot.end());
      if (slotFrom < slotTo) {
        if (at < slotFrom) {
          ranges.add(new Range(at, slotFrom, false, 1));
        }
        ranges.add(new Range(slotFrom, slotTo, slot.decays(), rate(slot)));
        at = slotTo;
      }
    }
    if (at < to) {
      ranges.add(new Range(at, to, false, 1));
    }
    return ranges;
  }

  /**
   * A weight's part of the learning rate, beside its layer's own. An adaptive optimiser moves every
   * weight by about the rate whatever its gradient, so a unit's sum moves by the rate times its
   * inputs: with tens of thousands of them the first steps throw the units to where they learn
   * nothing; numbers that sparse samples leave out move nothing. From {@link #WIDE} inputs on the
   * step is divided by their number (Yang and Hu 2021, "Tensor Programs IV", table 1: Adam's rate
   * for weights of many inputs).
   */
  private double rate(ParameterLayout.Slot slot) {
    return isOfCodebook(slot) ? 0 : rates.of(slot) * byInputs(slot);
  }

  /** They go their own way. */
  private boolean isOfCodebook(ParameterLayout.Slot slot) {
    return codebook.isPresent()
        && (slot.equals(codebook.get().entries()) || slot.equals(codebook.get().uses()));
  }

  private double byInputs(ParameterLayout.Slot slot) {
    return switch (optimizer) {
      case Optimizer.Sgd _, Optimizer.Momentum _, Optimizer.Nesterov _ -> 1;
      case Optimizer.RmsProp _, Optimizer.Adam _, Optimizer.AdamW _ ->
          Math.min(1, WIDE / inputs(slot));
    };
  }

  /** Numbers that a unit of a weight is a sum of. */
  private double inputs(ParameterLayout.Slot weight) {
    int rows = weight.shape().rows();
    return weight.equals(first) ? Math.min(rows, readNumbers) : rows;
  }

  /**
   * A worker's slice; all workers come here together.
   *
   * @param iteration 1 at the first step
   */
  void run(int worker, double learningRate, long iteration) {
    Slice slice = slices[worker];
    double gradientScale = clips() ? clip(slice) : 1;
    boolean ownsVariance =
        sharedVariance.isPresent() && slice.contains(sharedVariance.get().slot().offset());
    double logVariance = ownsVariance ? steppedLogVariance(sharedVariance.get()) : 0;
    for (Range range : slice.ranges) {
      if (range.rate == 0) {
        continue;
      }
      kernels.step(
          range.decays ? decaying : withoutDecay,
          learningRate * range.rate,
          iteration,
          gradientScale,
          state,
          range.from,
          range.to);
    }
    if (worker == 0 && quantizer.isPresent()) {
      double share = CODEBOOK_SHARE * rates.of(codebook.get().entries());
      if (share > 0) {
        quantizer.get().step(state.parameters(), gradients, share);
      }
    }
    if (ownsVariance) {
      state.parameters().set(sharedVariance.get().slot().offset(), logVariance);
    }
  }

  /** The optimiser's step would take thousands of batches to where this is in some twenty. */
  private double steppedLogVariance(SharedVariance variance) {
    int at = variance.slot().offset();
    double gradient = firstGradient.get(at);
    if (!clips()) {
      for (int i = 0; i < otherGradients.size(); i++) {
        gradient += otherGradients.get(i).get(at);
      }
    }
    return variance.stepped(state.parameters().get(at), gradient, VARIANCE_SHARE);
  }

  /** Sums everybody's gradients into the first and tells what makes the sum short enough. */
  private double clip(Slice slice) {
    slice.gradientSquares = 0;
    for (Range range : slice.ranges) {
      if (range.rate == 0) {
        continue;
      }
      kernels.sumInto(firstGradient, otherGradients, range.from, range.to);
      slice.gradientSquares += kernels.sumOfSquares(firstGradient, range.from, range.to);
    }
    workers.meet();
    double squares = 0;
    for (Slice each : slices) {
      squares += each.gradientSquares;
    }
    return Math.min(1, gradientNorm / Math.sqrt(squares));
  }

  /** λ/2 ‖W‖² of the parameters as they are now. */
  double weightDecayPenalty() {
    if (decaying.weightDecay() == 0) {
      return 0;
    }
    double squares = 0;
    for (ParameterLayout.Slot slot : layout.slots()) {
      if (slot.decays()) {
        squares += kernels.sumOfSquares(state.parameters(), slot.offset(), slot.end());
      }
    }
    return decaying.weightDecay() / 2 * squares;
  }
}
