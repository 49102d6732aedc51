package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.train.contractive.ContractivePass;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;

/**
 * What a {@link Penalty} does while training: one kind for every place where penalties look, each
 * of which has to give a gradient. Whoever works at a place goes through all kinds by an exhaustive
 * {@code switch}, so that a penalty that trains nothing does not compile.
 */
public sealed interface PenaltyPass {
  /** Looks at each code by itself. */
  sealed interface OnCode extends PenaltyPass {
    /**
     * Adds its gradient to that of the codes.
     *
     * @param code {@code [rows, code]}
     * @param scale 1 / batch size
     * @param codeGradient {@code [rows, code]}
     * @return the penalty, summed over the rows
     */
    double backward(Kernels kernels, Tensor code, double scale, Tensor codeGradient);
  }

  /**
   * Looks at sums over the whole batch: shards add them up, one look makes the penalty and its
   * slopes of them, shards take those back to their rows.
   */
  sealed interface OnBatch extends PenaltyPass {
    /** A shard's half, for rows that stay where they are. */
    RowStatistics statistics(PassContext context, Rows rows);

    /** The half that is there once, and of how many numbers. */
    Judged look(Blueprint blueprint, Moments moments);
  }

  /**
   * What penalties on the batch read of a shard's rows.
   *
   * @param code {@code [rows, code]}
   * @param encoded {@code [rows, outputs of the encoder]}
   */
  record Rows(Tensor code, Tensor encoded) {}

  /**
   * A look and how many sums it reads.
   *
   * @param count of numbers of each row
   */
  record Judged(BatchLook look, int count) {}

  /**
   * What a look needs to know of the training.
   *
   * @param epochs of the whole training
   */
  record Moments(long seed, int epochs) {}

  /** Looks at how the encoder maps inputs to codes. */
  sealed interface OnEncoder extends PenaltyPass {
    /** Binds it to an encoder's buffers. */
    ContractivePass bind(
        Blueprint blueprint, PassContext context, NetworkPass encoder, Tensor code);
  }

  /** Looks at the distribution that a Gaussian bottleneck draws from. */
  sealed interface OnBottleneck extends PenaltyPass {
    /**
     * Of KL(q(z|x) ‖ N(0, I)), which the bottleneck's own kernel computes.
     *
     * @param epoch 1-based
     * @param epochs of the whole training
     */
    double weight(int epoch, int epochs);
  }

  /** Looks at the parameters. */
  sealed interface OnParameters extends PenaltyPass {
    /** λ of λ/2 ‖W‖², whose gradient the optimiser's kernel adds. */
    double weight();
  }

  /** weight · Σⱼ |zⱼ|. */
  record L1(double weight) implements OnCode {
    @Override
    public double backward(Kernels kernels, Tensor code, double scale, Tensor codeGradient) {
      return weight * kernels.absoluteSum(code, weight * scale, codeGradient);
    }
  }

  /** weight · Σⱼ KL(ρ ‖ ρ̂ⱼ). */
  record KlSparsity(double rho, double weight) implements OnBatch {
    @Override
    public RowStatistics statistics(PassContext context, Rows rows) {
      return new CodeMeans(
          context.kernels(), rows.code(), context.master(1, rows.code().columns()));
    }

    @Override
    public Judged look(Blueprint blueprint, Moments moments) {
      int units = blueprint.codeSize();
      return new Judged(CodeMeans.sparsity(rho, weight, units), units);
    }
  }

  /** beta · Σⱼ max(λ, KLⱼ), KLⱼ the batch's mean. */
  record FreeBits(Penalty.KlToPrior penalty) implements OnBatch {
    @Override
    public RowStatistics statistics(PassContext context, Rows rows) {
      return new UnitDivergences(rows.encoded());
    }

    @Override
    public Judged look(Blueprint blueprint, Moments moments) {
      int units = blueprint.codeSize();
      return new Judged(UnitDivergences.freeBits(penalty, units, moments.epochs()), units);
    }
  }

  /** weight · MMD²(q(z), N(0, I)). */
  record MeanDiscrepancy(double weight) implements OnBatch {
    @Override
    public RowStatistics statistics(PassContext context, Rows rows) {
      return new CodeWaves(rows.code());
    }

    @Override
    public Judged look(Blueprint blueprint, Moments moments) {
      return new Judged(
          CodeWaves.discrepancy(weight, blueprint.codeSize(), moments.seed()),
          2 * RandomFrequencies.COUNT);
    }
  }

  /** weight · ‖∂z/∂x‖²_F. */
  record Contractive(Penalty.Contractive penalty) implements OnEncoder {
    @Override
    public ContractivePass bind(
        Blueprint blueprint, PassContext context, NetworkPass encoder, Tensor code) {
      return ContractivePass.of(penalty, blueprint, context, encoder, code);
    }
  }

  /** beta · KL(q(z|x) ‖ N(0, I)). */
  record KlToPrior(Penalty.KlToPrior penalty) implements OnBottleneck {
    @Override
    public double weight(int epoch, int epochs) {
      return penalty.weight(epoch, epochs);
    }
  }

  /** weight / 2 · ‖W‖². */
  record WeightDecay(double weight) implements OnParameters {}

  /** What a penalty does while training. */
  static PenaltyPass of(Penalty penalty) {
    return switch (penalty) {
      case Penalty.L1 p -> new L1(p.weight());
      case Penalty.KlSparsity p -> new KlSparsity(p.rho(), p.weight());
      case Penalty.Contractive p -> new Contractive(p);
      case Penalty.WeightDecay p -> new WeightDecay(p.weight());
      case Penalty.KlToPrior p -> p.freeBits() > 0 ? new FreeBits(p) : new KlToPrior(p);
      case Penalty.MeanDiscrepancy p -> new MeanDiscrepancy(p.weight());
    };
  }
}
